package dev.dialtone.api;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text to and from maps, one object at a time. With [EntryReader] the only place that knows the JSON
/// library.
public final class Json {
    // an empty list is said: a listing of nothing is a listing
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .jsonStream(JsonStream.builder().serializeEmpty(true).build())
            .build();

    private Json() {}

    /// One line, no line break inside.
    public static String text(Object value) {
        try {
            return MAPPER.toJson(value);
        } catch (JsonException e) {
            // the library refuses half a character, which JSON can say and a cut of a longer text can make
            return MAPPER.toJson(whole(value));
        }
    }

    private static Object whole(Object value) {
        return switch (value) {
            case String text -> wholeText(text);
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, field) -> copy.put(wholeText(String.valueOf(name)), whole(field)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Json::whole).toList();
            default -> value;
        };
    }

    private static String wholeText(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isHalf(c) ? 0xFFFD : c));
        return whole.toString();
    }

    /// Whether it is one of the two halves of a character, without the other.
    static boolean isHalf(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    /// Reads one object.
    ///
    /// @throws RasException 87, with the place the text went wrong
    public static JsonObject object(String text) {
        try {
            Map<String, Object> map = MAPPER.fromJsonObject(text);
            if (map == null) {
                throw RasException.of(RasError.INVALID_PARAMETER, "JSON: an object is expected, not null");
            }
            return new JsonObject(map);
        } catch (JsonException | IllegalStateException | ClassCastException | IndexOutOfBoundsException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, "JSON: " + firstLine(e));
        } catch (StackOverflowError e) {
            // SECURITY: the library reads recursively, and its stack is the caller's
            throw RasException.of(RasError.INVALID_PARAMETER, "JSON: the text is nested too deeply");
        }
    }

    private static String firstLine(RuntimeException e) {
        String message = e.getMessage();
        return message == null
                ? "the text is not one object"
                : message.lines().findFirst().orElse("");
    }
}
