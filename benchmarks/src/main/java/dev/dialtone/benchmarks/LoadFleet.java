package dev.dialtone.benchmarks;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of the load test, each an entry that is dialled again and again. For one thread.
final class LoadFleet {
    private static final long AFTER_DEATH_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(15);

    enum State {
        IDLE,
        DIALLING,
        UP,
        ENDING,
        /// Its dialling client was killed before the completion.
        ORPHAN
    }

    /// One entry.
    static final class Slot {
        final int number;
        final String name;
        private final String user;
        private State state = State.IDLE;
        private @Nullable String id;
        private @Nullable String before;
        private long sinceNanos;

        Slot(int number, String name, String user) {
            this.number = number;
            this.name = name;
            this.user = user;
        }

        @Nullable
        String id() {
            return id;
        }

        int dialler() {
            return number % LoadRig.DIALLERS;
        }
    }

    private final LoadRig rig;
    private final LoadFindings findings;
    private final LoadAudience audience;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Slot> byName = new HashMap<>();
    private final Map<String, Slot> byId = new HashMap<>();
    private List<Double> dialMillis = new ArrayList<>();
    private final List<Double> hangUpMillis = new ArrayList<>();
    private final List<Slot> orphans = new ArrayList<>();
    private boolean observed;

    LoadFleet(LoadRig rig, LoadFindings findings, LoadAudience audience) {
        this.rig = rig;
        this.findings = findings;
        this.audience = audience;
    }

    Slot add(String user) {
        Slot slot = new Slot(slots.size(), "load-" + slots.size(), user);
        slots.add(slot);
        byName.put(slot.name, slot);
        return slot;
    }

    List<Slot> in(State state) {
        return slots.stream().filter(s -> s.state == state).toList();
    }

    int count(State state) {
        return (int) slots.stream().filter(s -> s.state == state).count();
    }

    /// From now on every dial is observed.
    void observe() {
        observed = true;
    }

    /// Starts them all at once.
    void dial(List<Slot> some) {
        Set<Integer> told = new HashSet<>();
        for (Slot slot : some) {
            slot.state = State.DIALLING;
            slot.sinceNanos = System.nanoTime();
            rig.dialler(slot.dialler()).tell("dial " + slot.name + " linger good " + slot.user);
            told.add(slot.dialler());
        }
        told.forEach(number -> rig.dialler(number).tell("go"));
    }

    void hangUp(Slot slot) {
        slot.state = State.ENDING;
        slot.sinceNanos = System.nanoTime();
        rig.dialler(slot.dialler()).tell("hangup " + slot.id);
    }

    /// @return whether the line was about this fleet
    boolean handle(String[] words) {
        switch (words[0]) {
            case "begun" -> {
                Slot slot = byName.get(words[1]);
                if (slot != null && !words[2].equals(slot.id)) {
                    begun(slot, words[2]);
                }
                return slot != null;
            }
            case "done" -> {
                Slot slot = byName.get(words[1]);
                if (slot != null) {
                    done(slot, words);
                }
                return slot != null;
            }
            case "refused" -> {
                Slot slot = byName.get(words[1]);
                if (slot != null) {
                    slot.state = State.IDLE;
                    findings.violation("a dial was refused: " + String.join(" ", words));
                }
                return slot != null;
            }
            case "hungup" -> {
                Slot slot = byId.remove(words[1]);
                if (slot != null) {
                    hangUpMillis.add(Double.parseDouble(words[2]));
                    over(slot, words[1]);
                }
                return slot != null;
            }
            default -> {
                return false;
            }
        }
    }

    private void begun(Slot slot, String id) {
        slot.id = id;
        byId.put(id, slot);
        if (observed) {
            audience.begin(id);
        }
    }

    private void done(Slot slot, String[] words) {
        dialMillis.add(Double.parseDouble(words[3]));
        if (words[4].equals("Connected") && words[5].equals("0")) {
            slot.state = State.UP;
            findings.count("dials connected", 1);
        } else {
            findings.violation("a dial failed: " + String.join(" ", words) + ", " + reason(words[2]));
            over(slot, words[2]);
        }
    }

    private String reason(String id) {
        try {
            return String.valueOf(rig.client().connection(id).log().getLast().detail());
        } catch (RasException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void over(Slot slot, String id) {
        slot.state = State.IDLE;
        slot.before = id;
        slot.id = null;
        byId.remove(id);
        if (observed) {
            audience.ended(id);
        }
    }

    /// Times of the dials that completed since this was asked last.
    List<Double> takeDialMillis() {
        List<Double> taken = dialMillis;
        dialMillis = new ArrayList<>();
        return taken;
    }

    List<Double> hangUpMillis() {
        return hangUpMillis;
    }

    /// What a killed client had under way: its dials may be abandoned, its hang-ups are asked for again by the next.
    void diallerKilled(int number) {
        for (Slot slot : slots) {
            if (slot.dialler() == number && slot.state == State.DIALLING) {
                slot.state = State.ORPHAN;
                slot.sinceNanos = System.nanoTime();
                orphans.add(slot);
            } else if (slot.dialler() == number && slot.state == State.ENDING) {
                hangUp(slot);
            }
        }
    }

    /// Settles the orphans (C10), and finds dials and hang-ups that take too long.
    void turn() {
        long now = System.nanoTime();
        orphans.removeIf(slot -> slot.state != State.ORPHAN
                || (now - slot.sinceNanos > AFTER_DEATH_NANOS && settle(slot, now - slot.sinceNanos > OVERDUE_NANOS)));
        for (Slot slot : slots) {
            boolean waits = slot.state == State.ENDING;
            if (waits && now - slot.sinceNanos > OVERDUE_NANOS) {
                findings.violation("the hang-up of " + slot.id + " is not over after 15 s");
                slot.sinceNanos = now + TimeUnit.HOURS.toNanos(1);
            }
        }
    }

    private boolean settle(Slot slot, boolean overdue) {
        List<Notification> log;
        String id;
        try {
            id = rig.client().connection(slot.name).id();
            log = rig.client().connection(id).log();
        } catch (RasException e) {
            id = null;
            log = List.of();
        }
        if (id == null || id.equals(slot.before)) {
            slot.state = State.IDLE;
            findings.count("dials that died with their client before they began", 1);
            return true;
        }
        if (!id.equals(slot.id)) {
            begun(slot, id);
        }
        if (log.stream().anyMatch(Notification::isConnected)) {
            slot.state = State.UP;
            findings.count("dials whose Connected came before their client's death was seen", 1);
            return true;
        }
        if (!log.isEmpty() && log.getLast().isLast()) {
            findings.count("dials abandoned with their client", 1);
            over(slot, id);
            return true;
        }
        if (overdue) {
            findings.violation("the dial " + id + " goes on 15 s after its client was killed");
            slot.state = State.UP;
        }
        return overdue;
    }

    /// Whatever is up must be there still, whoever died (C2).
    void compare(List<ConnectionStatus> list) {
        Set<String> active = new HashSet<>();
        list.forEach(status -> active.add(status.connection()));
        for (Slot slot : slots) {
            if (slot.state == State.UP && !active.contains(String.valueOf(slot.id))) {
                String id = String.valueOf(slot.id);
                findings.violation(slot.name + " (" + id + ") ended by itself");
                over(slot, id);
            }
        }
    }
}
