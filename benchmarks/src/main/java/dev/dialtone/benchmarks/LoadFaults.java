package dev.dialtone.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// What happens during the steady load: hang-ups and redials, lost connections, killed clients, observers that drop
/// and resume, and some that never read. For one thread.
final class LoadFaults {
    private static final int CHURN_MILLIS = 250;
    private static final int DROPPED = 50;
    private static final int CUT = 4;
    private static final int DOOMED_DIALS = 8;

    private final LoadRig rig;
    private final LoadFleet fleet;
    private final LoadAudience audience;
    private final LoadVictims victims;
    private final LoadFindings findings;
    private final LoadFleet.Slot noisy;
    private final Random random = new Random();
    private int doomed = -1;
    private int turns;

    LoadFaults(
            LoadRig rig,
            LoadFleet fleet,
            LoadAudience audience,
            LoadVictims victims,
            LoadFindings findings,
            LoadFleet.Slot noisy) {
        this.rig = rig;
        this.fleet = fleet;
        this.audience = audience;
        this.victims = victims;
        this.findings = findings;
        this.noisy = noisy;
    }

    LoadTimers timers() {
        LoadTimers timers = new LoadTimers();
        timers.every(CHURN_MILLIS, this::churn);
        timers.every(2_000, () -> rig.server().tell("reset " + LoadServer.USER + " " + CUT));
        timers.every(1_000, () -> rig.server().tell("reset " + LoadServer.NOISY + " 1"));
        timers.every(
                4_000, () -> rig.watcherAt(random.nextInt(LoadRig.WATCHERS)).tell("drop " + DROPPED));
        timers.every(15_000, this::stick);
        timers.every(20_000, victims::begin);
        timers.every(25_000, this::killDialler);
        timers.every(45_000, this::killWatcher);
        return timers;
    }

    /// Hangs up one at random, and dials again what has ended.
    private void churn() {
        List<LoadFleet.Slot> up = quiet(LoadFleet.State.UP);
        if (!up.isEmpty()) {
            fleet.hangUp(up.get(random.nextInt(up.size())));
        }
        List<LoadFleet.Slot> idle = new ArrayList<>(fleet.in(LoadFleet.State.IDLE));
        idle.removeIf(slot -> slot.dialler() == doomed);
        fleet.dial(idle);
    }

    private List<LoadFleet.Slot> quiet(LoadFleet.State state) {
        List<LoadFleet.Slot> some = new ArrayList<>(fleet.in(state));
        some.remove(noisy);
        return some;
    }

    private void stick() {
        String id = noisy.id();
        if (id != null && turns++ < 4) {
            rig.watcherAt(0).tell("stuck " + id);
            findings.count("observers that never read", 1);
        }
    }

    /// Two turns: first some of its connections are hung up, then it is killed while it dials those again.
    private void killDialler() throws IOException {
        int number = random.nextInt(LoadRig.DIALLERS);
        List<LoadFleet.Slot> its = quiet(LoadFleet.State.UP);
        its.removeIf(slot -> slot.dialler() != number);
        Collections.shuffle(its, random);
        if (doomed < 0) {
            doomed = number;
            its.subList(0, Math.min(its.size(), DOOMED_DIALS)).forEach(fleet::hangUp);
            return;
        }
        int dying = doomed;
        List<LoadFleet.Slot> idle = new ArrayList<>(fleet.in(LoadFleet.State.IDLE));
        idle.removeIf(slot -> slot.dialler() != dying);
        fleet.dial(idle);
        pause(random.nextInt(60));
        rig.killDialler(dying);
        fleet.diallerKilled(dying);
        findings.count("dialling clients killed", 1);
        doomed = -1;
    }

    private void killWatcher() throws IOException {
        // the first holds those that never read
        int number = 1 + random.nextInt(LoadRig.WATCHERS - 1);
        rig.killWatcher(number);
        audience.killed(number);
        findings.count("observing clients killed", 1);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
