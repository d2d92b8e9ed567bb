package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// SECURITY: refuses, before a recursive reader meets it, JSON that is nested deeper than any request
/// of ours, text that goes on after the object, which a lenient reader would not look at, and halves of surrogate
/// pairs, which are no text and cannot be said in the answer.
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
                    i += escape(json, i);
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

    /// How much follows the backslash at a place.
    private static int escape(String json, int at) {
        int first = unit(json, at);
        if (first < 0 || !Character.isSurrogate((char) first)) {
            return 1;
        }
        int second = unit(json, at + 6);
        if (second < 0 || !Character.isSurrogatePair((char) first, (char) second)) {
            throw wrong("half a surrogate pair at character " + at);
        }
        return 11;
    }

    /// The unit that `uXXXX` after a backslash at a place means, or -1.
    private static int unit(String json, int at) {
        if (at + 6 > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }

    private static RasException wrong(String why) {
        return RasException.of(RasError.INVALID_PARAMETER, "JSON: " + why);
    }
}
