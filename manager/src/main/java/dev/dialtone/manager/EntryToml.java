package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// One entry as TOML text: a key per option that was set.
final class EntryToml {
    private EntryToml() {}

    /// @param place the file, for errors
    /// @throws RasException 625, with file, line and column
    static Entry read(String name, String place, String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw corrupt(place, first.position(), String.valueOf(first.getMessage()));
        }
        Map<EntryOption, String> values = new EnumMap<>(EntryOption.class);
        for (String key : toml.keySet()) {
            try {
                // by itself, so that what is wrong has its place
                EntryOption option = EntryOption.named(key);
                values.put(
                        option,
                        Entry.of(name)
                                .with(option, canonical(toml.get(List.of(key))))
                                .text(option));
            } catch (RasException | IllegalArgumentException e) {
                throw corrupt(place, toml.inputPositionOf(List.of(key)), String.valueOf(e.getMessage()));
            }
        }
        return new Entry(name, values);
    }

    private static String canonical(@org.jspecify.annotations.Nullable Object value) {
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
                throw new IllegalArgumentException("the value must be text, a number, true, false or a list of texts");
        };
    }

    private static RasException corrupt(
            String place, @org.jspecify.annotations.Nullable TomlPosition position, String why) {
        String where = position == null ? "" : ", line " + position.line() + ", column " + position.column();
        return RasException.of(RasError.CORRUPT_PHONEBOOK, place + where + ": " + why);
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
