package dev.dialtone.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One run of the load test, phase by phase, all on one thread.
final class LoadRun {
    private static final int STEP_MILLIS = 50;
    private static final int BATCH = 50;
    private static final int DIAL_SECONDS = 180;
    private static final int ATTACH_SECONDS = 240;
    private static final int END_SECONDS = 120;
    private static final int UNSTICK_SECONDS = 30;
    private static final int SAMPLE_MILLIS = 5_000;
    private static final int LIST_MILLIS = 2_500;
    private static final int COLLECT_MILLIS = 15_000;

    private final LoadOptions options;
    private final LoadRig rig;
    private final LoadFindings findings;
    private final LoadSampler sampler;
    private final LoadAudience audience;
    private final LoadFleet fleet;
    private final LoadVictims victims;
    private final LoadTimers watch = new LoadTimers();
    private final List<String> unstuck = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private @Nullable LoadTimers faults;
    private boolean over;

    LoadRun(LoadOptions options, LoadRig rig, LoadFindings findings) {
        this.options = options;
        this.rig = rig;
        this.findings = findings;
        this.sampler = new LoadSampler(rig, findings);
        this.audience = new LoadAudience(rig, findings, options.observersOfEach());
        this.fleet = new LoadFleet(rig, findings, audience);
        this.victims = new LoadVictims(rig, findings);
    }

    LoadSampler sampler() {
        return sampler;
    }

    LoadFleet fleet() {
        return fleet;
    }

    LoadAudience audience() {
        return audience;
    }

    LoadRig rig() {
        return rig;
    }

    List<Figure> figures() {
        return figures;
    }

    /// Phases 1 to 4; with `beyond` the first two.
    void run() throws IOException, InterruptedException {
        watch.every(SAMPLE_MILLIS, () -> say(sampler.sample()));
        watch.every(LIST_MILLIS, () -> fleet.compare(sampler.list()));
        watch.every(COLLECT_MILLIS, sampler::collect);
        List<LoadFleet.Slot> slots = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            slots.add(fleet.add(LoadServer.USER));
        }
        burst(slots, "first");
        burst(slots, "again");
        fillHistory(slots);
        LoadFleet.Slot noisy = attach(slots);
        if (!options.beyond()) {
            steady(noisy);
            endAll();
        }
    }

    private void burst(List<LoadFleet.Slot> slots, String which) throws IOException, InterruptedException {
        List<LoadFleet.Slot> some = slots.subList(0, Math.min(slots.size(), options.dials()));
        dialAtOnce(some, which + ", " + some.size() + " dials at once");
        hangUp(some);
    }

    /// Dials and waits for all; a figure of how long they took.
    ///
    /// @return whether all are connected
    boolean dialAtOnce(List<LoadFleet.Slot> some, String what) throws IOException, InterruptedException {
        var _ = fleet.takeDialMillis();
        fleet.dial(some);
        if (!await(() -> fleet.count(LoadFleet.State.DIALLING) == 0, DIAL_SECONDS)) {
            findings.violation(
                    fleet.count(LoadFleet.State.DIALLING) + " dials are not complete after " + DIAL_SECONDS + " s");
            return false;
        }
        List<Double> all = fleet.takeDialMillis();
        if (all.isEmpty()) {
            return false;
        }
        Samples millis = Samples.of(all);
        boolean connected = some.size()
                == fleet.in(LoadFleet.State.UP).stream().filter(some::contains).count();
        figures.add(new Figure(
                what + ": to the last Connected",
                String.format(
                        Locale.ROOT,
                        "%.2f s (median %.2f, p90 %.2f, p99 %.2f, first %.2f)",
                        millis.max() / 1e3,
                        millis.median() / 1e3,
                        millis.percentile(90) / 1e3,
                        millis.percentile(99) / 1e3,
                        millis.min() / 1e3),
                "all connected",
                connected));
        return connected;
    }

    private void hangUp(List<LoadFleet.Slot> some) throws IOException, InterruptedException {
        some.stream().filter(slot -> slot.id() != null).forEach(fleet::hangUp);
        if (!await(() -> fleet.count(LoadFleet.State.ENDING) == 0, END_SECONDS)) {
            findings.violation(
                    fleet.count(LoadFleet.State.ENDING) + " hang-ups are not over after " + END_SECONDS + " s");
        }
    }

    // The manager keeps the last 1,000 that ended: memory is flat only once those are there.
    private void fillHistory(List<LoadFleet.Slot> slots) throws IOException, InterruptedException {
        int ended = 2 * Math.min(slots.size(), options.dials());
        while (ended < 1000) {
            List<LoadFleet.Slot> some =
                    slots.subList(0, Math.min(slots.size(), Math.min(options.dials(), 1000 - ended)));
            fleet.dial(some);
            await(() -> fleet.count(LoadFleet.State.DIALLING) == 0, DIAL_SECONDS);
            hangUp(some);
            ended += some.size();
        }
        sampler.collect();
    }

    private LoadFleet.Slot attach(List<LoadFleet.Slot> slots) throws IOException, InterruptedException {
        phase(2);
        fleet.observe();
        long begun = System.nanoTime();
        for (int i = 0; i < slots.size(); i += BATCH) {
            List<LoadFleet.Slot> some = slots.subList(i, Math.min(slots.size(), i + BATCH));
            fleet.dial(some);
            if (!await(() -> fleet.count(LoadFleet.State.DIALLING) == 0, DIAL_SECONDS)) {
                findings.violation("the dials of phase 2 do not complete");
            }
        }
        LoadFleet.Slot noisy = fleet.add(LoadServer.NOISY);
        fleet.dial(List.of(noisy));
        int wanted = fleet.count(LoadFleet.State.UP) * options.observersOfEach();
        if (!awaitObservers(ATTACH_SECONDS)) {
            findings.violation("not all of " + wanted + " observers are attached after " + ATTACH_SECONDS + " s");
        }
        figures.add(Figure.recorded(
                fleet.count(LoadFleet.State.UP) + " connections with " + audience.size()
                        + " observers, one after the other",
                String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - begun) / 1e9)));
        return noisy;
    }

    /// Waits until every observer that was asked for has its stream.
    boolean awaitObservers(int seconds) throws IOException, InterruptedException {
        return await(
                () -> {
                    List<LoadSample> all = sampler.samples();
                    return !all.isEmpty() && all.getLast().observers() >= audience.size();
                },
                seconds);
    }

    private void steady(LoadFleet.Slot noisy) throws IOException, InterruptedException {
        phase(3);
        sampler.collect();
        faults = new LoadFaults(rig, fleet, audience, victims, findings, noisy).timers();
        var _ = await(() -> false, (long) (options.minutes() * 60));
        faults = null;
    }

    private void endAll() throws IOException, InterruptedException {
        phase(4);
        var _ = await(
                () -> fleet.count(LoadFleet.State.DIALLING) + fleet.count(LoadFleet.State.ORPHAN) == 0
                        && !victims.isBusy(),
                DIAL_SECONDS);
        long begun = System.nanoTime();
        // the history keeps 1,000 connections that have ended: none may fall out of it before it was compared
        List<LoadFleet.Slot> up = fleet.in(LoadFleet.State.UP);
        hangUp(up.subList(0, up.size() * 9 / 10));
        var _ = await(() -> !audience.isComparing(), END_SECONDS);
        hangUp(fleet.in(LoadFleet.State.UP));
        double over = (System.nanoTime() - begun) / 1e9;
        if (!await(() -> audience.size() == 0, END_SECONDS)) {
            findings.violation(audience.size() + " observers were not told the ending of what they watch");
        }
        double told = (System.nanoTime() - begun) / 1e9;
        rig.watcherAt(0).tell("unstick");
        long stuck = findings.counts().getOrDefault("observers that never read", 0L);
        var _ = await(() -> unstuck.size() >= stuck, UNSTICK_SECONDS);
        figures.add(Figure.recorded(
                "nine in ten hung up at once, then the rest: to the last ending, and until every observer was told",
                String.format(Locale.ROOT, "%.1f s, %.1f s", over, told)));
        sampler.collect();
        var _ = await(() -> sampler.hostChanges() >= 0, END_SECONDS);
        if (sampler.hostChanges() != 0) {
            findings.violation(sampler.hostChanges() + " changes are left on the host");
        }
        int left = sampler.list().size();
        if (left > 0) {
            findings.violation(left + " connections are left after all were hung up");
        }
        for (int i = 0; i < unstuck.size(); i++) {
            figures.add(Figure.recorded("observer " + (i + 1) + " that never read, read at last", unstuck.get(i)));
        }
    }

    private void phase(int number) {
        System.err.printf(Locale.ROOT, "phase %d after %d s%n", number, sampler.seconds());
        sampler.phase(number);
    }

    private static void say(LoadSample s) {
        System.err.println("  " + s.csv());
    }

    /// Goes on until the condition holds, so many seconds at most.
    boolean await(BooleanSupplier condition, long seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long turned = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0 || over) {
                return false;
            }
            LoadChild.Line line = rig.lines().poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
            for (; line != null; line = rig.lines().poll()) {
                handle(line);
            }
            if (System.nanoTime() - turned > TimeUnit.MILLISECONDS.toNanos(2 * STEP_MILLIS)) {
                turned = System.nanoTime();
                audience.turn();
                fleet.turn();
                victims.turn();
                watch.turn();
                if (faults != null) {
                    faults.turn();
                }
            }
        }
        return true;
    }

    private void handle(LoadChild.Line line) {
        String[] words = line.words();
        switch (words[0]) {
            case "gone" -> {
                findings.violation("the process " + line.from().name() + " ended by itself");
                over = line.from() == rig.daemon() || line.from() == rig.server();
            }
            case "broken" -> findings.violation(String.join(" ", words).substring(7));
            case "ended" -> audience.told(line.from(), words);
            case "reset" -> findings.count("connections cut by the server", Long.parseLong(words[1]));
            case "unstuck" -> unstuck.add("seq " + words[2] + ", then " + words[3]);
            default -> {
                if (!sampler.handle(line) && !fleet.handle(words)) {
                    victims.handle(line);
                }
            }
        }
    }
}
