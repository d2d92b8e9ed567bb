package dev.dialtone.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object whose fields are read by name and kind; what does not fit is error 87 with the field's path (E4).
public final class JsonObject {
    private static final int ALONE = -1;

    private final @Nullable JsonObject in;
    private final String place;
    private final int index;
    private final Map<String, Object> fields;

    /// One that is all there is.
    JsonObject(Map<String, Object> fields) {
        this(null, "", ALONE, fields);
    }

    /// @param place the field that has it, in the other object
    /// @param index in that field's list, or [#ALONE]
    private JsonObject(@Nullable JsonObject in, String place, int index, Map<String, Object> fields) {
        this.in = in;
        this.place = place;
        this.index = index;
        this.fields = fields;
    }

    /// Made only for an error: there are thousands of objects in a long list.
    private String path() {
        return in == null ? "" : in.path() + place + (index == ALONE ? "." : "[" + index + "].");
    }

    public boolean has(String field) {
        return fields.get(field) != null;
    }

    public Set<String> names() {
        return fields.keySet();
    }

    /// Refuses fields that are not among the known ones.
    public void only(String... known) {
        List<String> allowed = List.of(known);
        for (String name : fields.keySet()) {
            if (!allowed.contains(name)) {
                throw wrong(name, "is not a field here; known are " + String.join(", ", allowed));
            }
        }
    }

    public String text(String field) {
        return optionalText(field).orElseThrow(() -> wrong(field, "is missing"));
    }

    public String text(String field, String otherwise) {
        return optionalText(field).orElse(otherwise);
    }

    public @Nullable String textOrNull(String field) {
        return optionalText(field).orElse(null);
    }

    private Optional<String> optionalText(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(field, "must be text");
    }

    public long number(String field) {
        if (!has(field)) {
            throw wrong(field, "is missing");
        }
        return number(field, 0);
    }

    public long number(String field, long otherwise) {
        Object value = fields.get(field);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
            return number.longValue();
        }
        throw wrong(field, "must be a whole number");
    }

    public boolean flag(String field, boolean otherwise) {
        Object value = fields.get(field);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(field, "must be true or false");
    }

    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(field)) {
            if (!(item instanceof String text)) {
                throw wrong(field, "must hold texts only");
            }
            texts.add(text);
        }
        return texts;
    }

    @SuppressWarnings("unchecked")
    public List<JsonObject> objects(String field) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : items(field)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(field, "must hold objects only");
            }
            objects.add(new JsonObject(this, field, objects.size(), (Map<String, Object>) map));
        }
        return objects;
    }

    @SuppressWarnings("unchecked")
    public Optional<JsonObject> object(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new JsonObject(this, field, ALONE, (Map<String, Object>) map));
        }
        throw wrong(field, "must be an object");
    }

    /// The value as JSON gave it: text, number, boolean, list or map.
    public @Nullable Object raw(String field) {
        return fields.get(field);
    }

    private List<?> items(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(field, "must be a list");
    }

    /// The error for a field that does not fit.
    public RasException wrong(String field, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, path() + field + ": " + why);
    }
}
