package dev.dialtone.api;

import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonReader.Token;
import io.avaje.json.PropertyNames;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A list of entries, each made as it comes, while the manager still writes, and without maps between: of 10,000 they
/// would be most of what a command that lives for a moment does. It reads what a manager writes, and leaves all else to
/// [JsonObject], which can say what is wrong.
final class EntryReader {
    private static final JsonStream STREAM = JsonStream.builder().build();
    private static final int MOST_DIGITS = 9;
    private static final List<String> FIELDS = List.of("name", "options", "book", "weak", "kept");
    // names that are known beforehand are not made again for each entry
    private static final PropertyNames NAMES = STREAM.properties(FIELDS.toArray(String[]::new));
    private static final PropertyNames KEYS = STREAM.properties(
            Arrays.stream(EntryOption.values()).map(EntryOption::key).toArray(String[]::new));

    /// What is read otherwise, or not at all.
    private static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusual() {
            super(null, null, false, false);
        }
    }

    private EntryReader() {}

    /// The objects of `{"entries": […]}`.
    ///
    /// @param most bytes
    /// @throws RasException 87, with the place
    /// @throws IOException  the text did not come, or is longer
    static List<Entry> entries(InputStream json, int most) throws IOException {
        Remembered text = new Remembered(json, most);
        Optional<List<Entry>> entries = read(text);
        return entries.isPresent() ? entries.get() : Wire.entries(Json.object(text.whole()));
    }

    /// @return empty when they are to be read otherwise
    static Optional<List<Entry>> read(InputStream json) {
        List<Entry> entries = new ArrayList<>();
        try (JsonReader in = STREAM.reader(json)) {
            in.beginObject();
            if (!in.hasNextField() || !"entries".equals(in.nextField())) {
                return Optional.empty();
            }
            expect(in, Token.BEGIN_ARRAY);
            in.beginArray();
            while (in.hasNextElement()) {
                entries.add(entry(in));
            }
            in.endArray();
            if (in.hasNextField()) {
                return Optional.empty();
            }
            in.endObject();
            return Optional.of(entries);
        } catch (JsonException
                | RasException
                | Unusual
                | IllegalStateException
                | ClassCastException
                | IndexOutOfBoundsException
                | NumberFormatException
                | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static void expect(JsonReader in, Token token) {
        if (in.currentToken() != token) {
            throw new Unusual();
        }
    }

    /// A field that is said twice is an error with its place, which is not known here.
    private static void once(boolean first) {
        if (!first) {
            throw new Unusual();
        }
    }

    private static Entry entry(JsonReader in) {
        String name = "";
        Map<EntryOption, String> values = Map.of();
        int seen = 0;
        expect(in, Token.BEGIN_OBJECT);
        in.beginObject(NAMES);
        while (in.hasNextField()) {
            String field = in.nextField();
            int bit = 1 << FIELDS.indexOf(field);
            once((seen & bit) == 0);
            seen |= bit;
            switch (field) {
                case "name" -> name = text(in);
                case "options" -> values = values(in);
                case "book", "weak" -> text(in);
                case "kept" -> texts(in);
                default -> throw new Unusual();
            }
        }
        in.endObject();
        return new Entry(name, values);
    }

    private static String text(JsonReader in) {
        expect(in, Token.STRING);
        return in.readString();
    }

    private static void texts(JsonReader in) {
        expect(in, Token.BEGIN_OBJECT);
        in.beginObject();
        Set<String> names = new HashSet<>();
        while (in.hasNextField()) {
            once(names.add(in.nextField()));
            text(in);
        }
        in.endObject();
    }

    private static Map<EntryOption, String> values(JsonReader in) {
        Map<EntryOption, String> values = new HashMap<>();
        expect(in, Token.BEGIN_OBJECT);
        in.beginObject(KEYS);
        while (in.hasNextField()) {
            once(values.put(EntryOption.named(in.nextField()), value(in)) == null);
        }
        in.endObject();
        return values;
    }

    private static String value(JsonReader in) {
        return switch (in.currentToken()) {
            case STRING -> in.readString();
            case BOOLEAN -> Boolean.toString(in.readBoolean());
            case NUMBER -> number(in.readRaw());
            case BEGIN_ARRAY -> list(in);
            case BEGIN_OBJECT, NULL -> throw new Unusual();
        };
    }

    /// As it is written, where that is the only way to write it. The library takes a value that is missing for one.
    private static String number(String raw) {
        boolean plain =
                !raw.isEmpty() && raw.length() <= MOST_DIGITS && raw.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain || raw.length() > 1 && raw.startsWith("0")) {
            throw new Unusual();
        }
        return raw;
    }

    private static String list(JsonReader in) {
        List<String> list = new ArrayList<>();
        in.beginArray();
        while (in.hasNextElement()) {
            list.add(text(in));
        }
        in.endArray();
        return String.join(",", list);
    }
}
