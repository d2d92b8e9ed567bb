package dev.dialtone.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The settings of an entry's TOML text and their places, so that one is changed and the rest, comments too, stays as
/// it was written. Only what entries are made of: no tables, no dotted keys. Whether a value is right is for
/// [EntryToml] to say.
final class TomlText {
    private static final char QUOTE = '"';
    private static final char APOSTROPHE = '\'';

    private final String text;
    private final List<Setting> settings = new ArrayList<>();

    private TomlText(String text) {
        this.text = text;
    }

    /// A setting: where its line begins, its value stands, and what follows it begins.
    private record Setting(String key, int begin, int value, int end, int next) {}

    /// A setting's key, and its value as it is written.
    record Written(String key, String value) {}

    /// Where something stands, as people count.
    ///
    /// @param line   from 1
    /// @param column from 1, in characters
    record Place(int line, int column) {}

    /// Empty for a text that is not made of settings alone.
    static Optional<TomlText> of(String text) {
        TomlText read = new TomlText(text);
        int at = 0;
        while (true) {
            at = read.skip(at);
            if (at == text.length()) {
                return Optional.of(read);
            }
            int next = read.setting(at);
            if (next < 0) {
                return Optional.empty();
            }
            at = next;
        }
    }

    private int skip(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (" \t\r\n".indexOf(c) >= 0) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private int spaces(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /// Behind its line; -1 when this is none.
    private int setting(int begin) {
        char first = text.charAt(begin);
        boolean quoted = first == QUOTE || first == APOSTROPHE;
        int keyEnd = quoted ? text.indexOf(first, begin + 1) + 1 : begin;
        while (!quoted && keyEnd < text.length() && isBare(text.charAt(keyEnd))) {
            keyEnd++;
        }
        int equals = spaces(keyEnd);
        if (keyEnd <= begin || equals >= text.length() || text.charAt(equals) != '=') {
            return -1;
        }
        int value = spaces(equals + 1);
        int end = value(value);
        if (end <= value) {
            return -1;
        }
        int rest = spaces(end);
        int line = lineEnd(rest);
        boolean ended = rest == text.length() || "#\r\n".indexOf(text.charAt(rest)) >= 0;
        String key = quoted ? text.substring(begin + 1, keyEnd - 1) : text.substring(begin, keyEnd);
        int next = Math.min(line + 1, text.length());
        settings.add(new Setting(key, begin, value, end, next));
        return ended ? next : -1;
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /// Behind the value; -1 when it has no end.
    private int value(int begin) {
        if (begin >= text.length()) {
            return -1;
        }
        return switch (text.charAt(begin)) {
            case QUOTE -> string(begin, QUOTE, true);
            case APOSTROPHE -> string(begin, APOSTROPHE, false);
            case '[' -> array(begin);
            case '{' -> -1;
            default -> bare(begin);
        };
    }

    private int string(int begin, char quote, boolean escapes) {
        String three = Character.toString(quote).repeat(3);
        boolean many = text.startsWith(three, begin);
        int at = begin + (many ? 3 : 1);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (escapes && c == '\\') {
                at += 2;
            } else if (many && text.startsWith(three, at)) {
                at += 3;
                // up to two quotes may stand before the three that end it
                while (at < text.length() && text.charAt(at) == quote) {
                    at++;
                }
                return at;
            } else if (!many && c == quote) {
                return at + 1;
            } else if (!many && c == '\n') {
                return -1;
            } else {
                at++;
            }
        }
        return -1;
    }

    private int array(int begin) {
        int depth = 0;
        int at = begin;
        while (at >= 0 && at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '[' -> {
                    depth++;
                    at++;
                }
                case ']' -> {
                    at++;
                    if (--depth == 0) {
                        return at;
                    }
                }
                case '#' -> at = lineEnd(at);
                case QUOTE, APOSTROPHE -> at = string(at, c, c == QUOTE);
                default -> at++;
            }
        }
        return -1;
    }

    private int bare(int begin) {
        int at = begin;
        int end = begin;
        while (at < text.length() && "#\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
            end = text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t' ? end : at;
        }
        return end;
    }

    private Optional<Setting> setting(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /// Where the value of a key begins.
    Optional<Place> place(String key) {
        return setting(key).map(setting -> {
            int line = (int) text.substring(0, setting.value())
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            int begin = text.lastIndexOf('\n', setting.value() - 1) + 1;
            return new Place(line, text.codePointCount(begin, setting.value()) + 1);
        });
    }

    /// All in order; a key may be there twice.
    List<Written> all() {
        return settings.stream()
                .map(setting -> new Written(setting.key(), text.substring(setting.value(), setting.end())))
                .toList();
    }

    /// The value of a key as it is written; empty when there is none.
    String written(String key) {
        return setting(key)
                .map(setting -> text.substring(setting.value(), setting.end()))
                .orElse("");
    }

    /// With another value of a key, or one more at the end.
    String with(String key, String literal) {
        Optional<Setting> there = setting(key);
        if (there.isPresent()) {
            return text.substring(0, there.get().value())
                    + literal
                    + text.substring(there.get().end());
        }
        boolean ended = text.isEmpty() || text.endsWith("\n");
        return text + (ended ? "" : "\n") + key + " = " + literal + "\n";
    }

    /// Without the line or lines of a key.
    String without(String key) {
        return setting(key)
                .map(setting -> text.substring(0, lineBegin(setting.begin())) + text.substring(setting.next()))
                .orElse(text);
    }

    private int lineBegin(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }
}
