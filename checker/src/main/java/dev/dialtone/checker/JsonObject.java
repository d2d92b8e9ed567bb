package dev.dialtone.checker;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One JSON object. Field by field in two arrays: those of a fact are few. Two are equal when their fields are, in
/// whatever order. A field that is absent or of another kind reads as empty, 0, false or null: the rule that needs it
/// complains.
final class JsonObject {
    private @Nullable String[] keys = new @Nullable String[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;
    private String source = "";
    private int begin;
    private int end;

    void put(String key, Object value) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        keys[size] = key;
        values[size++] = value;
    }

    JsonObject closed(String text, int from, int to) {
        source = text;
        begin = from;
        end = to;
        return this;
    }

    @Nullable
    Object get(String key) {
        for (int i = 0; i < size; i++) {
            if (key.equals(keys[i])) {
                return values[i];
            }
        }
        return null;
    }

    String text(String key) {
        return get(key) instanceof String text ? text : "";
    }

    /// Like [#text], but a value of another kind gives its JSON.
    String anyText(String key) {
        Object value = get(key);
        return value == null ? "" : value.toString();
    }

    long number(String key) {
        return get(key) instanceof Number number ? number.longValue() : 0;
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(get(key));
    }

    @Nullable
    JsonObject object(String key) {
        return get(key) instanceof JsonObject object ? object : null;
    }

    /// The texts of an array; what is no text gives its JSON.
    List<String> texts(String key) {
        return get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JsonObject that) || that.size != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            String key = Objects.requireNonNull(keys[i]);
            Object theirs = key.equals(that.keys[i]) ? that.values[i] : that.get(key);
            if (!Objects.equals(values[i], theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return size;
    }

    /// Its JSON, as it was read.
    @Override
    public String toString() {
        return source.substring(begin, end);
    }
}
