package dev.dialtone.manager;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The undo journal (H6): every change to the host is a line here before it is made, and another once it is
/// taken back.
/// What has the first and not the second is what a killed manager left behind.
///
/// For one thread. A line that cannot be written is [HostException] and the change is not made.
final class Journal implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Journal.class.getName());

    private static final int SLACK_LINES = 1000;

    private final LineFile file;
    private final Map<Long, HostChange> open = new TreeMap<>();
    private long next = 1;
    private int lines;

    private Journal(LineFile file) {
        this.file = file;
    }

    /// Reads what is still to be undone.
    ///
    /// @throws RasException 711 when it cannot be read
    static Journal open(LineFile file) {
        try {
            Journal journal = new Journal(file);
            List<String> lines = file.lines();
            for (int i = 0; i < lines.size(); i++) {
                journal.read(lines.get(i), i + 1);
            }
            journal.lines = lines.size();
            return journal;
        } catch (IOException e) {
            throw RasException.of(
                    RasError.MANAGER_CANNOT_INITIALIZE,
                    "the undo journal " + file.name() + " cannot be used: " + e.getMessage());
        }
    }

    private void read(String line, int number) {
        try {
            JsonObject json = Json.object(line);
            long id = json.number("change");
            next = Math.max(next, id + 1);
            if (json.flag("undone", false)) {
                open.remove(id);
                return;
            }
            JsonObject made = json.object("made").orElseThrow(() -> json.wrong("made", "is missing"));
            Map<String, String> fields = new LinkedHashMap<>();
            made.names().forEach(name -> fields.put(name, made.text(name)));
            switch (HostChange.fromFields(fields)) {
                case Decoded.Ok<HostChange> ok -> open.put(id, ok.value());
                case Decoded.NeedMore<HostChange> _ -> throw json.wrong("made", "is incomplete");
                case Decoded.Malformed<HostChange> malformed -> throw json.wrong("made", malformed.reason());
            }
        } catch (RuntimeException e) {
            // a line cut by a crash or a full disk: the change it announces was never made
            LOG.log(
                    Level.WARNING,
                    "journal_line_skipped file=" + file.name() + " line=" + number + " reason=" + e.getMessage());
        }
    }

    /// Changes that were announced and not taken back, newest first.
    List<Map.Entry<Long, HostChange>> pending() {
        List<Map.Entry<Long, HostChange>> entries = new ArrayList<>(open.entrySet());
        return entries.reversed();
    }

    /// Announces a change; it may be made only after this returned.
    long announce(HostChange change) {
        long id = next++;
        // what outlives the machine's own restart must be on the disk itself
        write(announcement(id, change), change.outlivesRestart());
        lines++;
        open.put(id, change);
        return id;
    }

    /// Notes that a change is taken back.
    void undone(long id) {
        open.remove(id);
        try {
            if (open.isEmpty()) {
                file.replace(List.of());
                lines = 0;
            } else {
                file.append("{\"change\":" + id + ",\"undone\":true}", false);
                lines++;
                shorten();
            }
        } catch (IOException e) {
            // undoing once more after a restart is harmless
            LOG.log(Level.WARNING, "journal_not_written file=" + file.name() + " reason=" + e.getMessage());
        }
    }

    // As long as one connection stays the journal is never empty, and must not grow with those that come and go.
    private void shorten() throws IOException {
        if (lines > SLACK_LINES + 4 * open.size()) {
            file.replace(open.entrySet().stream()
                    .map(left -> announcement(left.getKey(), left.getValue()))
                    .toList());
            lines = open.size();
        }
    }

    private static String announcement(long id, HostChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("change", id);
        json.put("made", change.toFields());
        return Json.text(json);
    }

    private void write(String line, boolean toDisk) {
        try {
            file.append(line, toDisk);
        } catch (IOException e) {
            throw new HostException(Failure.of(
                            RasError.IP_CONFIGURATION,
                            Layer.HOST,
                            "the undo journal " + file.name() + " cannot be written, so nothing was changed: "
                                    + e.getMessage())
                    .advise("Free space on the disk of " + file.name() + ", or choose another place with --state."));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
