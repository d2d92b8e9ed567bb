package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// SECURITY: refuses, before a recursive reader meets it, JSON that is nested deeper than any request
/// of ours, and text that goes on after the object, which a lenient reader would not look at.
final class JsonShape {
    static final int DEEPEST = 32;

    private JsonShape() {}

    static void check(String json) {
        int depth = 0;
        boolean inText = false;
        boolean ended = false;
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
            if (ended && " \t\r\n".indexOf(c) < 0) {
                throw wrong("the object ended before character " + i);
            }
            switch (c) {
                case '"' -> inText = true;
                case '{', '[' -> depth++;
                case '}', ']' -> ended = --depth <= 0;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw wrong("nested deeper than " + DEEPEST + " at character " + i);
            }
        }
    }

    private static RasException wrong(String why) {
        return RasException.of(RasError.INVALID_PARAMETER, "JSON: " + why);
    }
}
