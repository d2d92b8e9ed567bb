package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the values of an entry's text when it is as plain as nearly all are: what [EntryToml#write] makes, and what
/// people usually write. A list of thousands is read by this in the time that the TOML library takes for dozens.
/// Whatever is not plain, or wrong, is that library's to read, and to complain about.
final class PlainToml {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern BASIC = Pattern.compile("\"((?:[^\"\\\\\\n\\r]|\\\\[\\\\\"ntr])*+)\"");
    private static final Pattern LITERAL = Pattern.compile("'([^'\\n\\r]*+)'");
    private static final Pattern SEVERAL =
            Pattern.compile("\"\"\"\\n?((?:[^\"\\\\]|\"(?!\"\")|\\\\[\\\\\"ntr])*+)\"\"\"");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\n]*+");

    private PlainToml() {}

    /// Empty for a text that is not plain.
    static Optional<Map<EntryOption, String>> read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F) {
                return Optional.empty();
            }
        }
        Optional<TomlText> settings = TomlText.of(text);
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Map<EntryOption, String> values = new EnumMap<>(EntryOption.class);
        for (TomlText.Written setting : settings.get().all()) {
            EntryOption option = EntryOption.ofKey(setting.key()).orElse(null);
            String value = option == null ? null : value(setting.value());
            if (option == null || value == null || values.containsKey(option)) {
                return Optional.empty();
            }
            try {
                values.put(option, value.isEmpty() ? value : option.kind().canonical(value));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static @Nullable String value(String written) {
        if (written.equals("true")
                || written.equals("false")
                || NUMBER.matcher(written).matches()) {
            return written;
        }
        if (written.startsWith("[")) {
            return list(written);
        }
        if (written.startsWith("\"\"\"")) {
            Matcher several = SEVERAL.matcher(written);
            return several.matches() ? meant(several.group(1)) : null;
        }
        Matcher one = one(written);
        return one.matches() ? text(one) : null;
    }

    private static Matcher one(String written) {
        return written.startsWith("'") ? LITERAL.matcher(written) : BASIC.matcher(written);
    }

    private static String text(Matcher one) {
        return one.pattern() == BASIC ? meant(one.group(1)) : one.group(1);
    }

    private static String meant(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (escaped.charAt(i)) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    default -> escaped.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }

    /// Texts between commas; a list of anything else, or with comments in it, is not plain.
    private static @Nullable String list(String written) {
        List<String> parts = new ArrayList<>();
        Matcher space = SPACE.matcher(written);
        int at = 1;
        while (true) {
            at = space.region(at, written.length()).lookingAt() ? space.end() : at;
            if (at == written.length() - 1) {
                return String.join(",", parts);
            }
            Matcher one = written.charAt(at) == '\'' ? LITERAL.matcher(written) : BASIC.matcher(written);
            if (written.startsWith("\"\"\"", at)
                    || written.startsWith("'''", at)
                    || !one.region(at, written.length()).lookingAt()) {
                return null;
            }
            parts.add(text(one));
            at = space.region(one.end(), written.length()).lookingAt() ? space.end() : one.end();
            if (at < written.length() - 1 && written.charAt(at) == ',') {
                at++;
            } else if (at != written.length() - 1) {
                return null;
            }
        }
    }
}
