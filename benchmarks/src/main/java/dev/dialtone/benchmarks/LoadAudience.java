package dev.dialtone.benchmarks;

import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Who observes what, and whether each of them was told the whole log and its end. For one thread.
final class LoadAudience {
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LATEST_SECONDS = 10;

    private record Late(long dueNanos, String id, int watcher) {}

    private record Whole(long lastSeq, long digest) {}

    private final LoadRig rig;
    private final LoadFindings findings;
    private final int ofEach;
    private final Random random = new Random();

    /// By connection, how many observers of each process have not been told its ending.
    private final Map<String, int[]> watching = new HashMap<>();

    private final Map<String, Whole> wholes = new HashMap<>();
    private final Map<String, Long> deadlines = new HashMap<>();
    private final List<Late> late = new ArrayList<>();

    LoadAudience(LoadRig rig, LoadFindings findings, int ofEach) {
        this.rig = rig;
        this.findings = findings;
        this.ofEach = ofEach;
    }

    /// Attaches observers, nine tenths at once, the others some seconds later; all want everything from seq 1 on.
    void begin(String id) {
        int later = ofEach / 10;
        int first = Math.abs(id.hashCode() % LoadRig.WATCHERS);
        for (int i = 0; i < LoadRig.WATCHERS; i++) {
            int now = ofEach - later;
            watch(id, (first + i) % LoadRig.WATCHERS, now / LoadRig.WATCHERS + (i < now % LoadRig.WATCHERS ? 1 : 0));
        }
        for (int i = 0; i < later; i++) {
            long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(3 + random.nextInt(LATEST_SECONDS));
            late.add(new Late(due, id, random.nextInt(LoadRig.WATCHERS)));
        }
    }

    void watch(String id, int watcher, int count) {
        if (count > 0) {
            watching.computeIfAbsent(id, _ -> new int[LoadRig.WATCHERS])[watcher] += count;
            rig.watcherAt(watcher).tell("watch " + id + " " + count);
        }
    }

    /// How many there are that have not been told an ending.
    int size() {
        return watching.values().stream()
                        .mapToInt(counts -> java.util.Arrays.stream(counts).sum())
                        .sum()
                + late.size();
    }

    /// A process of observers was killed and another is there: it observes again whatever is still up.
    void killed(int watcher) {
        Map<String, Integer> again = new HashMap<>();
        watching.forEach((id, counts) -> {
            if (counts[watcher] > 0 && !deadlines.containsKey(id)) {
                again.put(id, counts[watcher]);
            }
            counts[watcher] = 0;
        });
        again.forEach((id, count) -> watch(id, watcher, count));
        findings.count(
                "observers killed and begun again",
                again.values().stream().mapToInt(n -> n).sum());
    }

    /// The connection has ended: soon all its observers must have been told.
    void ended(String id) {
        deadlines.put(id, System.nanoTime() + TOLD_NANOS);
        var _ = whole(id);
    }

    /// Whether there are connections that have ended and whose observers were not all told yet.
    boolean isComparing() {
        return !deadlines.isEmpty();
    }

    /// `ended ID COUNT LAST_SEQ DIGEST`
    void told(LoadChild from, String[] words) {
        int watcher = rig.watcherOf(from);
        int[] counts = watching.get(words[1]);
        if (watcher < 0 || counts == null) {
            return;
        }
        counts[watcher] -= Integer.parseInt(words[2]);
        findings.count("observers told an ending", Long.parseLong(words[2]));
        Whole whole = whole(words[1]);
        if (whole.lastSeq != Long.parseLong(words[3]) || whole.digest != Long.parseLong(words[4])) {
            findings.violation("observers of " + words[1] + " were told up to " + words[3]
                    + " what differs from the log, which has " + whole.lastSeq);
        }
    }

    private Whole whole(String id) {
        Whole known = wholes.get(id);
        if (known != null) {
            return known;
        }
        Whole read;
        try {
            List<Notification> log = rig.client().connection(id).log();
            LogCheck.fault(log).ifPresent(fault -> findings.violation("the log of " + id + ": " + fault));
            if (log.isEmpty() || !log.getLast().isLast()) {
                findings.violation("the log of " + id + " has no end, though its ending was told");
            }
            read = new Whole(log.size(), LogCheck.digest(log));
            findings.count("logs compared", 1);
            findings.count("notifications in them", log.size());
        } catch (RasException e) {
            findings.violation("the log of " + id + " cannot be read: " + e.getMessage());
            read = new Whole(0, 0);
        }
        wholes.put(id, read);
        return read;
    }

    /// Begins those that come late, and looks for those that were not told in time.
    void turn() {
        long now = System.nanoTime();
        for (Iterator<Late> all = late.iterator(); all.hasNext(); ) {
            Late one = all.next();
            if (one.dueNanos <= now) {
                all.remove();
                watch(one.id, one.watcher, 1);
            }
        }
        for (Iterator<Map.Entry<String, Long>> all = deadlines.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Long> one = all.next();
            int left = left(one.getKey());
            boolean comes = late.stream().anyMatch(l -> l.id.equals(one.getKey()));
            if (left == 0 && !comes || one.getValue() <= now) {
                if (left > 0 && !comes) {
                    findings.violation(left + " observers of " + one.getKey() + " were not told its ending in 30 s: "
                            + java.util.Arrays.toString(watching.get(one.getKey())));
                }
                all.remove();
                watching.remove(one.getKey());
                wholes.remove(one.getKey());
            }
        }
    }

    private int left(String id) {
        int[] counts = watching.get(id);
        return counts == null ? 0 : java.util.Arrays.stream(counts).sum();
    }
}
