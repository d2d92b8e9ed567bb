package dev.dialtone.daemon;

import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a line of our log says: `event key=value key=value reason=all the rest`.
///
/// @param event  its first word
/// @param fields in their order
record LogWords(String event, Map<String, String> fields) {
    private static final Pattern EVENT = Pattern.compile("^[a-z][a-z0-9_.]{0,63}(?=[ :]|$)");
    private static final Pattern KEY = Pattern.compile(" ([a-z][A-Za-z0-9_]{0,31})=");

    /// The key behind which all is its value: words of peers and of exceptions stand there.
    private static final String LAST = "reason";

    /// @param message    with `{0}` for each parameter
    /// @param parameters null for a message as it is
    static LogWords of(String message, Object @Nullable [] parameters) {
        Matcher event = EVENT.matcher(message);
        if (!event.find()) {
            return new LogWords("", Map.of());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher key = KEY.matcher(message);
        int from = event.end();
        String name = "";
        int value = from;
        while (!name.equals(LAST) && key.find(from)) {
            put(fields, name, message.substring(value, key.start()), parameters);
            name = key.group(1);
            value = key.end();
            // the next key's space may follow at once
            from = key.end();
        }
        put(fields, name, message.substring(value), parameters);
        return new LogWords(event.group(), fields);
    }

    // SECURITY: keys are looked for before the parameters are filled in, so that no value can bring keys of its
    // own; of two with one name the first counts. A line that was put together before has words of others in its last
    // value alone.
    private static void put(Map<String, String> fields, String name, String value, Object @Nullable [] parameters) {
        if (!name.isEmpty()) {
            fields.putIfAbsent(name, filled(value, parameters));
        }
    }

    private static String filled(String value, Object @Nullable [] parameters) {
        if (parameters == null || parameters.length == 0) {
            return value;
        }
        try {
            return MessageFormat.format(value, parameters);
        } catch (IllegalArgumentException e) {
            // a brace that is none of ours
            return value;
        }
    }
}
