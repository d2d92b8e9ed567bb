package dev.dialtone.manager;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The log of every connection on disk, as JSON Lines: a notification is here before anyone is told (C9), and
/// what has
/// ended stays readable for 7 days, the 1,000 that ended last (S3). A full disk costs history, never a connection.
/// Safe for any thread.
final class History implements AutoCloseable {
    private static final Logger LOG = System.getLogger(History.class.getName());
    static final int KEPT_CONNECTIONS = 1000;
    static final Duration KEPT = Duration.ofDays(7);

    /// One connection of the past.
    ///
    /// @param log    empty when its writer was killed before the first state
    /// @param status the last written, or null when its writer was killed before it wrote one
    record Past(
            String id,
            String entry,
            int owner,
            String protocol,
            Instant started,
            List<Notification> log,
            @Nullable ConnectionStatus status) {

        /// When it ended: now, if it was cut off by the manager's death and that is still to be told.
        Instant end(Instant now) {
            boolean isOver = !log.isEmpty() && log.getLast().isLast();
            return isOver ? log.getLast().time() : now;
        }
    }

    private final LineFile file;
    private int endedSincePruned;

    History(LineFile file) {
        this.file = file;
    }

    /// Reads the file, oldest connection first; lines that make no sense are skipped and named in the log.
    synchronized List<Past> load() {
        Map<String, Past> past = new LinkedHashMap<>();
        try {
            int number = 0;
            for (String line : file.lines()) {
                read(line, ++number, past);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_read file=" + file.name() + " reason=" + e.getMessage());
        }
        return new ArrayList<>(past.values());
    }

    private void read(String line, int number, Map<String, Past> past) {
        try {
            JsonObject json = Json.object(line);
            if (json.has("begun")) {
                String id = json.text("begun");
                past.put(
                        id,
                        new Past(
                                id,
                                json.text("entry", ""),
                                (int) json.number("owner"),
                                json.text("protocol"),
                                started(json),
                                new ArrayList<>(),
                                null));
            } else if (json.has("status")) {
                ConnectionStatus status = Wire.status(json.object("status").orElseThrow());
                Past known = past.get(status.connection());
                if (known != null) {
                    past.put(
                            known.id,
                            new Past(
                                    known.id,
                                    known.entry,
                                    known.owner,
                                    known.protocol,
                                    known.started,
                                    known.log,
                                    status));
                }
            } else {
                Notification notification = Wire.notification(json);
                Past known = past.get(notification.connection());
                if (known != null) {
                    known.log.add(notification);
                }
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "history_line_skipped file=" + file.name() + " line=" + number + " reason=" + e.getMessage());
        }
    }

    private static Instant started(JsonObject json) {
        // a number of milliseconds until this was written whole
        return json.raw("started") instanceof String text
                ? Instant.parse(text)
                : Instant.ofEpochMilli(json.number("started", 0));
    }

    /// Keeps only what is to be kept: whatever ended last, however long ago it was dialled.
    ///
    /// @return those kept, in the order they were dialled
    List<Past> prune(List<Past> all, Instant now) {
        List<Past> recent = all.stream()
                .filter(past -> past.end(now).isAfter(now.minus(KEPT)))
                .toList();
        Set<String> ids = recent.stream()
                .sorted(Comparator.comparing(past -> past.end(now)))
                .skip(Math.max(0, recent.size() - KEPT_CONNECTIONS))
                .map(Past::id)
                .collect(Collectors.toSet());
        if (ids.size() < all.size()) {
            keep(ids);
        }
        return recent.stream().filter(past -> ids.contains(past.id)).toList();
    }

    /// Whether so many have ended since it was last looked at that the file may hold twice of what is kept.
    synchronized boolean isDue() {
        return endedSincePruned >= KEPT_CONNECTIONS;
    }

    /// Drops every line of other connections, by a new file in place of the old.
    synchronized void keep(Set<String> ids) {
        endedSincePruned = 0;
        try {
            file.replace(file.lines().stream()
                    .filter(line -> ids.contains(idOf(line)))
                    .toList());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_pruned file=" + file.name() + " reason=" + e.getMessage());
        }
    }

    /// Whose line it is, as this class writes them; without reading the JSON, because the file may be long.
    private static String idOf(String line) {
        for (String field : List.of("\"begun\":\"", "\"connection\":\"")) {
            int start = line.indexOf(field);
            if (start >= 0) {
                int end = line.indexOf('"', start + field.length());
                return end < 0 ? "" : line.substring(start + field.length(), end);
            }
        }
        return "";
    }

    /// A connection that was promised to a client: it will be in the log whatever happens to the manager.
    void begun(ConnectionRecord.Identity identity) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("begun", identity.id());
        json.put("entry", identity.entry());
        json.put("owner", identity.owner());
        json.put("protocol", identity.protocol());
        json.put("started", identity.started().toString());
        write(Json.text(json));
    }

    void notified(Notification notification) {
        write(Json.text(Wire.of(notification)));
    }

    /// The last status of an ended connection.
    synchronized void ended(ConnectionStatus status) {
        endedSincePruned++;
        write(Json.text(Map.of("status", Wire.of(status))));
    }

    private synchronized void write(String line) {
        try {
            file.append(line, false);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_written file=" + file.name() + " reason=" + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
