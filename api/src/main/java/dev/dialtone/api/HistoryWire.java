package dev.dialtone.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The history in JSON and in the query that asks for it.
public final class HistoryWire {
    /// Names that a query may have.
    public static final List<String> PARAMETERS =
            List.of("entry", "since", "until", "failures", "error", "state", "limit");

    private HistoryWire() {}

    public static Map<String, Object> of(ConnectionSummary s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connection", s.connection());
        json.put("entry", s.entry());
        json.put("protocol", s.protocol());
        json.put("owner", s.owner());
        json.put("started", Wire.time(s.started()));
        Instant ended = s.ended();
        if (ended != null) {
            json.put("ended", Wire.time(ended));
        }
        json.put("attempts", s.attempts());
        json.put("failures", s.failures());
        json.put("seq", s.seq());
        json.put("state", s.state().word());
        Wire.putError(json, s.error(), s.cause(), s.detail());
        json.put("statistics", Wire.of(s.statistics()));
        return json;
    }

    public static ConnectionSummary summary(JsonObject json) {
        return new ConnectionSummary(
                json.text("connection"),
                json.text("entry"),
                json.text("protocol"),
                (int) json.number("owner", -1),
                Wire.time(json, "started"),
                Wire.timeOrNull(json, "ended"),
                (int) json.number("attempts"),
                (int) json.number("failures", 0),
                json.number("seq"),
                Wire.state(json),
                (int) json.number("error"),
                (int) json.number("cause", 0),
                Wire.detail(json),
                json.object("statistics").map(Wire::statistics).orElse(Statistics.NONE));
    }

    /// Parameters by name; what asks for nothing is left out.
    public static Map<String, String> of(HistoryFilter filter) {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "entry", filter.entry());
        put(query, "since", filter.since());
        put(query, "until", filter.until());
        put(query, "failures", filter.failures() ? "true" : "");
        put(query, "error", filter.error() == 0 ? "" : filter.error());
        ConnectionState state = filter.state();
        put(query, "state", state == null ? "" : state.word());
        put(query, "limit", filter.limit() == 0 ? "" : filter.limit());
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            query.put(name, value.toString());
        }
    }

    /// @throws RasException 87 with the parameter
    public static HistoryFilter filter(Map<String, String> query) {
        return new HistoryFilter(
                query.getOrDefault("entry", ""),
                time(query, "since"),
                time(query, "until"),
                flag(query, "failures"),
                number(query, "error"),
                state(query.getOrDefault("state", "")),
                number(query, "limit"));
    }

    private static @Nullable Instant time(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(name, "must be a time like 2026-11-22T08:03:38Z, not \"" + text + "\"");
        }
    }

    private static boolean flag(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(name, "must be true or false, not \"" + text + "\"");
        }
        return text.equals("true");
    }

    private static int number(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "0");
        if (!text.matches("[0-9]{1,9}")) {
            throw wrong(name, "must be a whole number, not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    /// A state by its documented name, whatever the case of its letters; empty for none.
    ///
    /// @throws RasException 87
    public static @Nullable ConnectionState state(String word) {
        if (word.isEmpty()) {
            return null;
        }
        for (ConnectionState state : ConnectionState.values()) {
            if (state.word().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw wrong("state", "there is no state \"" + word + "\"; for example AuthNotify, Connected");
    }

    private static RasException wrong(String name, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, name + ": " + why);
    }
}
