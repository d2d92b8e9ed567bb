package dev.dialtone.benchmarks;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clients that are killed once they have dials of each kind, and what must become of those (C2, C10): an established
/// connection stays unless it is bound; an unfinished dial is abandoned unless it is in the background. For one
/// thread.
final class LoadVictims {
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private enum Kind {
        LINGER("linger good", 2, true, true),
        BOUND("bound good", 2, true, false),
        UNFINISHED("linger silent", 3, false, false),
        BACKGROUND("background silent", 1, false, true);

        private final String words;
        private final int count;
        private final boolean completes;
        private final boolean stays;

        Kind(String words, int count, boolean completes, boolean stays) {
            this.words = words;
            this.count = count;
            this.completes = completes;
            this.stays = stays;
        }
    }

    private record Ending(String id, long dueNanos) {}

    private final LoadRig rig;
    private final LoadFindings findings;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final List<Ending> endings = new ArrayList<>();
    private @Nullable LoadChild victim;
    private boolean killed;
    private long sinceNanos;
    private int number;

    LoadVictims(LoadRig rig, LoadFindings findings) {
        this.rig = rig;
        this.findings = findings;
    }

    boolean isBusy() {
        return victim != null || !endings.isEmpty();
    }

    /// Starts one, unless one is under way.
    void begin() throws IOException {
        if (isBusy()) {
            return;
        }
        number++;
        LoadChild child = rig.dialler("victim-" + number);
        child.awaitReady();
        killed = false;
        sinceNanos = System.nanoTime();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.count; i++) {
                String name = "victim-" + number + "-" + kind + "-" + i;
                kinds.put(name, kind);
                child.tell("dial " + name + " " + kind.words + " " + LoadServer.USER);
            }
        }
        child.tell("go");
        victim = child;
    }

    void handle(LoadChild.Line line) {
        String[] words = line.words();
        switch (words[0]) {
            case "begun" -> ids.put(words[1], words[2]);
            case "done" -> {
                done.add(words[1]);
                if (!words[4].equals("Connected")) {
                    findings.violation("a victim's dial failed: " + String.join(" ", words));
                }
            }
            case "refused" -> findings.violation("a victim's dial was refused: " + String.join(" ", words));
            default -> {}
        }
    }

    void turn() {
        long now = System.nanoTime();
        endings.removeIf(ending -> ending.dueNanos <= now && checkEnding(ending.id));
        LoadChild child = victim;
        if (child == null) {
            return;
        }
        boolean ready = ids.keySet().containsAll(kinds.keySet())
                && kinds.entrySet().stream().allMatch(e -> !e.getValue().completes || done.contains(e.getKey()));
        if (!killed && ready) {
            child.kill();
            killed = true;
            sinceNanos = now;
            findings.count("victims killed with 8 dials each", 1);
        } else if (killed && now - sinceNanos > SETTLED_NANOS) {
            check();
            forget();
        } else if (!killed && now - sinceNanos > LIMIT_NANOS) {
            findings.violation("a victim's dials were not where they should be within 60 s: begun " + ids.size()
                    + " of " + kinds.size() + ", done " + done);
            child.kill();
            forget();
        }
    }

    private void forget() {
        victim = null;
        kinds.clear();
        ids.clear();
        done.clear();
    }

    private void check() {
        Set<String> active = new HashSet<>();
        for (ConnectionStatus status : rig.client().list()) {
            active.add(status.connection());
        }
        ids.forEach((name, id) -> {
            Kind kind = kinds.get(name);
            if (kind == null) {
                return;
            }
            boolean stays = active.contains(id);
            if (stays != kind.stays) {
                findings.violation(
                        name + " (" + id + ") " + (stays ? "outlived" : "ended with") + " its killed client");
            }
            findings.count("victims' connections: " + kind + (stays ? " stayed" : " ended"), 1);
            if (stays) {
                var _ = rig.client().connection(id).hangUp();
            }
            endings.add(new Ending(id, System.nanoTime() + SETTLED_NANOS));
        });
    }

    private boolean checkEnding(String id) {
        try {
            List<Notification> log = rig.client().connection(id).log();
            LogCheck.fault(log).ifPresent(fault -> findings.violation("the log of a victim's " + id + ": " + fault));
            if (log.isEmpty() || !log.getLast().isLast()) {
                findings.violation("a victim's " + id + " is not over 6 s after its hang-up");
            }
        } catch (RasException e) {
            findings.violation("the log of a victim's " + id + " cannot be read: " + e.getMessage());
        }
        return true;
    }
}
