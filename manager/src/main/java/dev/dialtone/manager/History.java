package dev.dialtone.manager;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log of every connection on disk, as JSON Lines: a notification is here before anyone is told (C9), and what has
/// ended stays readable for 7 days or the last 1,000 connections (S3). A full disk costs history, never a connection.
final class History implements AutoCloseable {
    private static final Logger LOG = System.getLogger(History.class.getName());
    static final int KEPT_CONNECTIONS = 1000;
    static final Duration KEPT = Duration.ofDays(7);

    /// One connection of the past.
    ///
    /// @param status the last written, or null when its writer was killed before it wrote one
    record Past(
            String id,
            int owner,
            String protocol,
            List<Notification> log,
            @Nullable ConnectionStatus status) {}

    private final Path file;
    private FileChannel channel;

    private History(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @throws RasException 711 when the file cannot be used
    static History open(Path file) {
        try {
            return new History(file, JsonLines.append(file));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.MANAGER_CANNOT_INITIALIZE, "the history " + file + " cannot be used: " + e.getMessage());
        }
    }

    /// Reads the file, oldest connection first; lines that make no sense are skipped and named in the log.
    List<Past> load() {
        Map<String, Past> past = new LinkedHashMap<>();
        try {
            JsonLines.read(file, new JsonLines.Reader() {
                @Override
                public void line(String line, int number) {
                    read(line, number, past);
                }

                @Override
                public void damaged(int number) {
                    skipped(number, "not UTF-8");
                }
            });
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_read file=" + file + " reason=" + e.getMessage());
        }
        return new ArrayList<>(past.values());
    }

    private void read(String line, int number, Map<String, Past> past) {
        try {
            JsonObject json = Json.object(line);
            if (json.has("begun")) {
                String id = json.text("begun");
                past.put(id, new Past(id, (int) json.number("owner"), json.text("protocol"), new ArrayList<>(), null));
            } else if (json.has("status")) {
                ConnectionStatus status = Wire.status(json.object("status").orElseThrow());
                Past known = past.get(status.connection());
                if (known != null) {
                    past.put(known.id, new Past(known.id, known.owner, known.protocol, known.log, status));
                }
            } else {
                Notification notification = Wire.notification(json);
                Past known = past.get(notification.connection());
                if (known != null) {
                    known.log.add(notification);
                }
            }
        } catch (RuntimeException e) {
            skipped(number, String.valueOf(e.getMessage()));
        }
    }

    private void skipped(int number, String reason) {
        LOG.log(Level.WARNING, "history_line_skipped file=" + file + " line=" + number + " reason=" + reason);
    }

    /// Keeps only what is to be kept, by a new file in place of the old.
    List<Past> prune(List<Past> all, Instant now) {
        List<Past> kept = all.stream()
                .filter(past -> !past.log.isEmpty() && past.log.getLast().time().isAfter(now.minus(KEPT)))
                .toList();
        kept = kept.subList(Math.max(0, kept.size() - KEPT_CONNECTIONS), kept.size());
        if (kept.size() == all.size()) {
            return kept;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            List<String> lines = new ArrayList<>();
            for (Past past : kept) {
                lines.add(begunLine(past.id, past.owner, past.protocol));
                lines.addAll(Wire.lines(past.log));
                if (past.status != null) {
                    lines.add(statusLine(past.status));
                }
            }
            Files.write(fresh, lines, StandardCharsets.UTF_8);
            channel.close();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            channel = JsonLines.append(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_pruned file=" + file + " reason=" + e.getMessage());
        }
        return kept;
    }

    void begun(String id, int owner, String protocol) {
        write(begunLine(id, owner, protocol));
    }

    void notified(Notification notification) {
        write(Json.text(Wire.of(notification)));
    }

    /// The last status of an ended connection.
    void ended(ConnectionStatus status) {
        write(statusLine(status));
    }

    private static String begunLine(String id, int owner, String protocol) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("begun", id);
        json.put("owner", owner);
        json.put("protocol", protocol);
        return Json.text(json);
    }

    private static String statusLine(ConnectionStatus status) {
        return Json.text(Map.of("status", Wire.of(status)));
    }

    private synchronized void write(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_written file=" + file + " reason=" + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "history_not_closed file=" + file, e);
        }
    }
}
