package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// One entry as TOML text: a key per option that was set.
final class EntryToml {
    private static final int MOST_SHOWN = 60;
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected (.*), expected (.*)", Pattern.DOTALL);

    private EntryToml() {}

    /// @param place the file, for errors
    /// @throws RasException 625, as `file:line:column key: found …, expected …`
    static Entry read(String name, String place, String text) {
        Entry.checkName(name);
        Optional<Map<EntryOption, String>> plain = PlainToml.read(text);
        return plain.isPresent() ? new Entry(name, plain.get()) : readAny(name, place, text);
    }

    /// A file as text.
    ///
    /// @throws RasException 625 with the place of the first byte that is no UTF-8
    static String text(String place, byte[] file) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(file.length);
        boolean wrong = decoder.decode(ByteBuffer.wrap(file), chars, true).isError();
        String text = chars.flip().toString();
        if (wrong) {
            int begin = text.lastIndexOf('\n') + 1;
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            TomlText.Place there = new TomlText.Place(line, text.codePointCount(begin, text.length()) + 1);
            throw corrupt(place, there, "", "found bytes that are no UTF-8, expected UTF-8");
        }
        return text;
    }

    /// As above, for any TOML.
    static Entry readAny(String name, String place, String text) {
        TomlParseResult toml = SafeToml.parse(text)
                .orElseThrow(() -> corrupt(
                        place, new TomlText.Place(1, 1), "", "found no TOML that can be read, expected key = value"));
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw corrupt(place, first.position(), "", syntax(String.valueOf(first.getMessage())));
        }
        Map<EntryOption, String> values = new EnumMap<>(EntryOption.class);
        for (String key : toml.keySet()) {
            values.put(option(toml, key, place), value(toml, key, place, text));
        }
        return new Entry(name, values);
    }

    /// What the parser says, in the words of all our errors.
    private static String syntax(String message) {
        Matcher matcher = UNEXPECTED.matcher(message);
        return matcher.matches()
                ? "found " + matcher.group(1) + ", expected " + matcher.group(2)
                : "found no TOML, expected TOML: " + message;
    }

    private static EntryOption option(TomlParseResult toml, String key, String place) {
        return EntryOption.ofKey(key)
                .orElseThrow(() -> corrupt(
                        place,
                        toml.inputPositionOf(List.of(key)),
                        key,
                        "found no such option, expected perhaps one of " + EntryOption.nearest(key)));
    }

    private static String value(TomlParseResult toml, String key, String place, String text) {
        EntryOption option = EntryOption.named(key);
        try {
            String said = canonical(toml.get(List.of(key)));
            // empty is the default
            return said.isEmpty() ? said : option.kind().canonical(said);
        } catch (IllegalArgumentException e) {
            Optional<TomlText> places = TomlText.of(text);
            String found = places.map(read -> read.written(key)).orElse("");
            TomlPosition position = toml.inputPositionOf(List.of(key));
            TomlText.Place there = places.flatMap(read -> read.place(key))
                    .orElseGet(() -> new TomlText.Place(
                            position == null ? 1 : position.line(), position == null ? 1 : position.column()));
            throw corrupt(
                    place,
                    there,
                    key,
                    "found " + shown(found) + ", expected what " + key + " takes: it " + e.getMessage());
        }
    }

    private static String shown(String written) {
        if (written.isEmpty()) {
            return "more than a setting";
        }
        String line = written.lines().findFirst().orElse("");
        boolean cut = line.length() < written.length() || line.length() > MOST_SHOWN;
        return cut ? line.substring(0, Math.min(MOST_SHOWN, line.length())) + "…" : line;
    }

    private static String canonical(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case Boolean flag -> flag.toString();
            case TomlArray array -> {
                List<String> parts = new ArrayList<>();
                for (Object part : array.toList()) {
                    parts.add(String.valueOf(part));
                }
                yield String.join(",", parts);
            }
            case null, default ->
                throw new IllegalArgumentException("is neither text, a number, true, false nor a list of texts");
        };
    }

    private static RasException corrupt(String place, @Nullable TomlPosition position, String key, String why) {
        TomlText.Place there =
                position == null ? new TomlText.Place(1, 1) : new TomlText.Place(position.line(), position.column());
        return corrupt(place, there, key, why);
    }

    private static RasException corrupt(String place, TomlText.Place there, String key, String why) {
        String where = place + ":" + there.line() + ":" + there.column();
        return RasException.of(RasError.CORRUPT_PHONEBOOK, where + (key.isEmpty() ? "" : " " + key) + ": " + why);
    }

    /// The text with the entry's values in it: what did not change stays as it is written, comments too. Empty when
    /// that text cannot be changed so.
    ///
    /// @param old the text of an entry of this name
    static Optional<String> changed(String old, Entry entry) {
        try {
            Entry before = read(entry.name(), "", old);
            String text = old;
            for (EntryOption option : EntryOption.values()) {
                String value = entry.values().get(option);
                if (Objects.equals(value, before.values().get(option))) {
                    continue;
                }
                Optional<TomlText> settings = TomlText.of(text);
                if (settings.isEmpty()) {
                    return Optional.empty();
                }
                text = value == null
                        ? settings.get().without(option.key())
                        : settings.get().with(option.key(), literal(option, value));
            }
            return read(entry.name(), "", text).equals(entry) ? Optional.of(text) : Optional.empty();
        } catch (RasException e) {
            return Optional.empty();
        }
    }

    static String write(Entry entry) {
        StringBuilder toml = new StringBuilder("# Dialtone entry; see dialtone(1)\n");
        entry.values()
                .forEach((option, value) -> toml.append(option.key())
                        .append(" = ")
                        .append(literal(option, value))
                        .append('\n'));
        return toml.toString();
    }

    private static String literal(EntryOption option, String value) {
        OptionKind kind = option.kind();
        if (kind instanceof OptionKind.Range || kind instanceof OptionKind.Whole || kind.equals(OptionKind.BOOL)) {
            return value;
        }
        if (kind.isList()) {
            List<String> parts = value.isEmpty() ? List.of() : List.of(value.split(",", -1));
            return "[" + String.join(", ", parts.stream().map(EntryToml::quoted).toList()) + "]";
        }
        if (kind instanceof OptionKind.Pem) {
            return "\"\"\"\n" + escaped(value) + "\n\"\"\"";
        }
        if (kind instanceof OptionKind.Original) {
            return "\"" + everyCharacter(value) + "\"";
        }
        return quoted(value);
    }

    private static String quoted(String text) {
        return "\"" + escaped(text) + "\"";
    }

    /// Line ends too: what was imported is given back to the byte.
    private static String everyCharacter(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "");
    }
}
