package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// SECURITY: refuses JSON that is nested deeper than any request of ours, before a recursive reader meets it.
final class Nesting {
    static final int DEEPEST = 32;

    private Nesting() {}

    static void check(String json) {
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> inText = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER, "JSON: nested deeper than " + DEEPEST + " at character " + i);
            }
        }
    }
}
