package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Takes a text in the form of strongSwan's settings apart: `name { … }`, `key = value`, `include file`, comments
/// after `#` (SPEC [strongswan.conf(5), swanctl.conf(5)]). Nothing is included.
final class SwanScan {
    private static final int DEEPEST = 16;
    private static final int MOST = 200_000;
    private static final String NO_NAME = ".,:{}=\"#";

    private final SourceText source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Stretch> comments = new ArrayList<>();
    private int at;
    private int count;

    private SwanScan(SourceText source) {
        this.source = source;
        this.text = source.text();
        open.push(new Open("", new Stretch(0, 0), 0, false, new ArrayList<>(), new ArrayList<>()));
    }

    /// A section whose `}` has not come.
    private record Open(
            String name, Stretch label, int body, boolean bases, List<SwanSection> sections, List<Leaf> settings) {}

    /// @param root whose sections are those of the file
    record Scanned(SwanSection root, List<Stretch> comments) {}

    static Decoded<Scanned> decode(SourceText source) {
        return new SwanScan(source).read();
    }

    private Decoded<Scanned> read() {
        skipSpace();
        while (at < text.length()) {
            Optional<Decoded<Scanned>> wrong = text.charAt(at) == '}' ? close() : statement();
            if (wrong.isPresent()) {
                return wrong.get();
            }
            skipSpace();
        }
        Open root = open.pop();
        if (!open.isEmpty()) {
            return source.malformed(text.length(), "", "the end", "} for " + root.name());
        }
        return Decoded.ok(
                new Scanned(section(root, text.length(), text.length()), List.copyOf(comments)), source.bytes().length);
    }

    private Optional<Decoded<Scanned>> wrong(int place, String key, String expected) {
        String found = place < text.length() ? text.substring(place, Math.min(text.length(), place + 20)) : "the end";
        return Optional.of(
                source.malformed(place, key, found.lines().findFirst().orElse("the line's end"), expected));
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int begin = at + 1;
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
                comments.add(new Stretch(begin, at));
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else {
                return;
            }
        }
    }

    private Optional<Decoded<Scanned>> close() {
        if (open.size() == 1) {
            return wrong(at, "", "a { before it");
        }
        Open closed = open.pop();
        int end = at;
        at++;
        open.getFirst().sections().add(section(closed, end, at));
        return Optional.empty();
    }

    private static SwanSection section(Open open, int bodyEnd, int end) {
        return new SwanSection(
                open.name(),
                open.label(),
                new Stretch(open.label().begin(), end),
                new Stretch(open.body(), bodyEnd),
                open.bases(),
                open.sections(),
                open.settings());
    }

    private static boolean isName(char c) {
        return c > ' ' && c != 0x7F && !Character.isWhitespace(c) && NO_NAME.indexOf(c) < 0;
    }

    private Optional<Decoded<Scanned>> statement() {
        int begin = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        Stretch label = new Stretch(begin, at);
        if (label.isEmpty()) {
            return wrong(begin, "", "NAME { or KEY = VALUE");
        }
        if (++count > MOST) {
            return wrong(begin, "", "at most " + MOST + " statements");
        }
        String name = label.of(text);
        boolean spaced = at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
        int after = at;
        skipSpace();
        char next = at < text.length() ? text.charAt(at) : ' ';
        if (name.equals("include") && spaced && next != '=' && next != '{' && next != ':') {
            at = after;
            return value(name, begin);
        }
        return switch (next) {
            case '=' -> {
                at++;
                yield value(name, begin);
            }
            case '{' -> opened(name, label, false);
            case ':' -> {
                int brace = text.indexOf('{', at);
                int line = text.indexOf('\n', at);
                if (brace < 0 || (line >= 0 && line < brace)) {
                    yield wrong(at, name, "SECTION, … { behind it");
                }
                at = brace;
                yield opened(name, label, true);
            }
            default -> wrong(at, name, "{ or =");
        };
    }

    private Optional<Decoded<Scanned>> opened(String name, Stretch label, boolean bases) {
        if (open.size() > DEEPEST) {
            return wrong(at, name, "at most " + DEEPEST + " sections in each other");
        }
        at++;
        open.push(new Open(name, label, at, bases, new ArrayList<>(), new ArrayList<>()));
        return Optional.empty();
    }

    /// Up to the end of the line, a comment or `}`; in quotes over any of them.
    private Optional<Decoded<Scanned>> value(String key, int begin) {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int first = at;
        int last = at;
        int length = 0;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && "\n\r#}".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '"') {
                int end = quoted(value);
                if (end < 0) {
                    // SECURITY: without a word of it, for it may be a secret
                    return Optional.of(source.malformed(at, key, "a quote", "another one at its end"));
                }
                at = end;
                last = at;
                length = value.length();
            } else {
                value.append(c);
                at++;
                if (!Character.isWhitespace(c)) {
                    last = at;
                    length = value.length();
                }
            }
        }
        value.setLength(length);
        Stretch raw = new Stretch(first, last);
        open.getFirst().settings().add(source.leaf(key, value.toString(), raw, new Stretch(begin, last)));
        return Optional.empty();
    }

    /// Where the text behind the quotes begins; -1 when they have no end.
    private int quoted(StringBuilder value) {
        int place = at + 1;
        while (place < text.length() && text.charAt(place) != '"') {
            char c = text.charAt(place);
            if (c == '\\' && place + 1 < text.length()) {
                char escaped = text.charAt(place + 1);
                value.append(
                        switch (escaped) {
                            case 'n' -> "\n";
                            case 'r' -> "\r";
                            case 't' -> "\t";
                            case '\n' -> "";
                            default -> Character.toString(escaped);
                        });
                place += 2;
            } else {
                value.append(c);
                place++;
            }
        }
        return place < text.length() ? place + 1 : -1;
    }
}
