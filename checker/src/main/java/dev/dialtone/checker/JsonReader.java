package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one line of JSON. One pass, no regular expression, and the words that occur in every run are never copied: a
/// hundred thousand runs are read with it.
final class JsonReader {
    private static final int MAX_DEPTH = 32;
    private static final Words WORDS = new Words();

    /// Stands for what could not be read; never part of a result.
    private static final Object WRONG = new Object();

    /// JSON's `null`, which to a reader of facts is an absent field.
    private static final Object NOTHING = new Object();

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// The object on this line, or null when the line is not exactly one JSON object.
    static @Nullable JsonObject read(String line) {
        JsonReader reader = new JsonReader(line);
        Object value = reader.value(0);
        return value instanceof JsonObject object && reader.next() == 0 && reader.at == line.length() ? object : null;
    }

    /// The next character that is not white space, without taking it; 0 at the end.
    private char next() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return c;
            }
            at++;
        }
        return 0;
    }

    private boolean take(char wanted) {
        if (next() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            return WRONG;
        }
        return switch (next()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", NOTHING);
            default -> number();
        };
    }

    private Object object(int depth) {
        int begin = at++;
        JsonObject object = new JsonObject();
        if (take('}')) {
            return object.closed(text, begin, at);
        }
        do {
            if (next() != '"' || !(string() instanceof String key) || !take(':')) {
                return WRONG;
            }
            Object value = value(depth + 1);
            if (value == WRONG) {
                return WRONG;
            }
            if (value != NOTHING) {
                object.put(key, value);
            }
        } while (take(','));
        return take('}') ? object.closed(text, begin, at) : WRONG;
    }

    private Object array(int depth) {
        at++;
        List<Object> values = new ArrayList<>();
        if (take(']')) {
            return values;
        }
        do {
            Object value = value(depth + 1);
            if (value == WRONG) {
                return WRONG;
            }
            if (value != NOTHING) {
                values.add(value);
            }
        } while (take(','));
        return take(']') ? values : WRONG;
    }

    private Object string() {
        int begin = ++at;
        int hash = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return WORDS.get(text, begin, at++, hash);
            }
            if (c == '\\') {
                return escaped(begin);
            }
            if (c < ' ') {
                return WRONG;
            }
            hash = 31 * hash + c;
        }
        return WRONG;
    }

    private Object escaped(int begin) {
        StringBuilder read = new StringBuilder().append(text, begin, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return read.toString();
            }
            if (c < ' ') {
                return WRONG;
            }
            if (c != '\\') {
                read.append(c);
                continue;
            }
            int meant = at < text.length() ? unescaped(text.charAt(at++)) : -1;
            if (meant < 0) {
                return WRONG;
            }
            read.append((char) meant);
        }
        return WRONG;
    }

    private int unescaped(char c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> -1;
        };
    }

    private int hex() {
        if (at + 4 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            return WRONG;
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int begin = at;
        boolean whole = true;
        long value = 0;
        boolean minus = at < text.length() && text.charAt(at) == '-';
        if (minus) {
            at++;
        }
        int digits = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                value = 10 * value + (c - '0');
            } else if (c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-') {
                whole = false;
            } else {
                break;
            }
        }
        if (at == digits) {
            return WRONG;
        }
        if (whole && at - digits <= 18) {
            return minus ? -value : value;
        }
        try {
            return Double.valueOf(text.substring(begin, at));
        } catch (NumberFormatException e) {
            return WRONG;
        }
    }
}
