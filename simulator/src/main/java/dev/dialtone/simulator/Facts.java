package dev.dialtone.simulator;

import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run writes down, line by line, for the contract checker (`docs/facts.md`).
final class Facts {
    private static final long NANOS_PER_MICRO = 1000;

    private final VirtualTime time;
    private final List<String> lines = new ArrayList<>();

    Facts(VirtualTime time) {
        this.time = time;
    }

    List<String> lines() {
        return lines;
    }

    /// @param fields names and values, in turn
    void add(String what, Object... fields) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("t", time.nanoTime() / NANOS_PER_MICRO);
        json.put("what", what);
        for (int i = 0; i < fields.length; i += 2) {
            json.put((String) fields[i], fields[i + 1]);
        }
        lines.add(Json.text(json));
    }

    /// A fact about a notification, which is JSON already.
    ///
    /// @param head as in [#add]
    void addWith(String notification, String what, Object... head) {
        add(what, head);
        String line = lines.removeLast();
        lines.add(line.substring(0, line.length() - 1) + ",\"notification\":" + notification + "}");
    }

    void add(Notification notification, String what, Object... head) {
        addWith(Json.text(Wire.of(notification)), what, head);
    }
}
