package dev.dialtone.simulator;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The manager's files, telling the facts as they are written: the durable log is the one true order, and the journal
/// comes before the host.
final class SimDisk {
    private final Facts facts;
    private final SimLines history;
    private final SimLines journal;
    private final SimLines hungUp = new SimLines("hung-up");
    private final Map<String, Integer> logged = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Map<Long, Map<String, Object>> announced = new LinkedHashMap<>();
    private final Tally tally;

    SimDisk(Facts facts, Tally tally) {
        this.facts = facts;
        this.tally = tally;
        this.history = new SimLines("history", this::logged, () -> {});
        this.journal = new SimLines("journal", this::journalled, this::journalCleared);
    }

    SimLines history() {
        return history;
    }

    SimLines journal() {
        return journal;
    }

    SimLines hungUp() {
        return hungUp;
    }

    /// How many notifications of a connection there are.
    int logSize(String connection) {
        return logged.getOrDefault(connection, 0);
    }

    /// The state a connection is in; empty before its first.
    String stateOf(String connection) {
        return states.getOrDefault(connection, "");
    }

    /// The newest connection of an entry that the log knows; empty for none.
    String newestOf(String entry) {
        return newest.getOrDefault(entry, "");
    }

    private void logged(String line) {
        if (!line.startsWith("{\"seq\":")) {
            return;
        }
        JsonObject json = Json.object(line);
        String connection = json.text("connection");
        newest.put(json.text("entry"), connection);
        logged.merge(connection, 1, Integer::sum);
        states.put(connection, json.text("state"));
        tally.logged(json);
        facts.addWith(line, "log");
    }

    private void journalled(String line) {
        JsonObject json = Json.object(line);
        long id = json.number("change");
        if (json.flag("undone", false)) {
            undone(id);
        } else {
            Map<String, Object> change = new LinkedHashMap<>();
            JsonObject made = json.object("made").orElseThrow();
            made.names().forEach(name -> change.put(name, made.text(name)));
            announced.put(id, change);
            facts.add("journal", "op", "announce", "id", id, "change", change);
        }
    }

    private void undone(long id) {
        Map<String, Object> change = announced.remove(id);
        if (change != null) {
            facts.add("journal", "op", "undone", "id", id, "change", change);
        }
    }

    /// A journal with nothing open is cut to nothing.
    private void journalCleared() {
        for (long id : announced.keySet().stream().mapToLong(Long::longValue).toArray()) {
            undone(id);
        }
    }
}
