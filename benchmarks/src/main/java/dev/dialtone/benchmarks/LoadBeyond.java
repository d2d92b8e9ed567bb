package dev.dialtone.benchmarks;

import dev.dialtone.api.RasException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Doubles what there is, in turn the observers and the connections (dialled at once), until something breaks or the
/// time is over.
final class LoadBeyond {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int STEP_SECONDS = 60;
    private static final int LOOK_SECONDS = 11;
    private static final double LIMIT_MILLIS = 1000;
    private static final int PROBES = 10;

    private final LoadRun run;
    private final LoadFindings findings;
    private final LoadOptions options;
    private final List<String> story = new ArrayList<>();
    private long violationsBefore;

    LoadBeyond(LoadRun run, LoadFindings findings, LoadOptions options) {
        this.run = run;
        this.findings = findings;
        this.options = options;
    }

    /// What was tried, a sentence each; the last says what broke first.
    List<String> push() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        violationsBefore = findings.all();
        String broke = null;
        int ofEach = options.observersOfEach();
        for (int level = 1; broke == null && System.nanoTime() - begun < LIMIT_NANOS; level++) {
            try {
                broke = level % 2 == 1 ? observers(ofEach) : dials();
            } catch (RasException e) {
                broke = tried() + ": refused: " + e.getMessage() + "; " + limits();
            }
            if (level % 2 == 1) {
                ofEach *= 2;
            }
        }
        story.add(broke == null ? "nothing broke within 5 minutes" : "broke first: " + broke);
        return story;
    }

    private String tried() {
        return run.fleet().in(LoadFleet.State.UP).size() + " connections, "
                + run.audience().size() + " observers asked for";
    }

    private @Nullable String observers(int more) throws IOException, InterruptedException {
        List<LoadFleet.Slot> up = run.fleet().in(LoadFleet.State.UP);
        for (int i = 0; i < up.size(); i++) {
            String id = up.get(i).id();
            for (int w = 0; id != null && w < LoadRig.WATCHERS; w++) {
                int share = more / LoadRig.WATCHERS + ((w + i) % LoadRig.WATCHERS < more % LoadRig.WATCHERS ? 1 : 0);
                run.audience().watch(id, w, share);
            }
        }
        String what = up.size() + " connections, " + run.audience().size() + " observers";
        boolean all = run.awaitObservers(STEP_SECONDS);
        LoadSample last = run.sampler().samples().getLast();
        if (!all) {
            return what + ": only " + last.observers() + " have their stream after " + STEP_SECONDS + " s; " + limits();
        }
        return look(what);
    }

    private @Nullable String dials() throws IOException, InterruptedException {
        int more = run.fleet().in(LoadFleet.State.UP).size();
        List<LoadFleet.Slot> fresh = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            fresh.add(run.fleet().add(LoadServer.USER));
        }
        String what = more + " more dials at once";
        if (!run.dialAtOnce(fresh, what)) {
            return what + ": not all connected; " + limits();
        }
        if (!run.awaitObservers(STEP_SECONDS)) {
            return what + ": their observers do not all get their stream; " + limits();
        }
        return look(what);
    }

    /// Looks at the daemon for a while, with some hang-ups and dials so that there is something to tell.
    private @Nullable String look(String what) throws IOException, InterruptedException {
        int from = run.sampler().samples().size();
        List<LoadFleet.Slot> up = run.fleet().in(LoadFleet.State.UP);
        List<LoadFleet.Slot> probes = up.subList(0, Math.min(PROBES, up.size()));
        probes.forEach(run.fleet()::hangUp);
        var _ = run.await(() -> run.fleet().count(LoadFleet.State.ENDING) == 0, LOOK_SECONDS);
        run.fleet().dial(run.fleet().in(LoadFleet.State.IDLE));
        var _ = run.await(() -> false, LOOK_SECONDS);
        List<LoadSample> all = run.sampler().samples();
        List<LoadSample> seen = all.subList(Math.min(from, all.size() - 1), all.size());
        double p99 = seen.stream().mapToDouble(LoadSample::p99Millis).max().orElse(0);
        double list = seen.stream().mapToDouble(LoadSample::listMillis).max().orElse(0);
        String state = String.format(Locale.ROOT, "%s: delay p99 %.0f ms, list %.0f ms, %s", what, p99, list, limits());
        story.add(state);
        System.err.println("beyond: " + state);
        if (p99 > LIMIT_MILLIS || list > LIMIT_MILLIS) {
            return state;
        }
        if (findings.all() > violationsBefore) {
            return what + ": " + findings.violations().getLast();
        }
        return null;
    }

    private String limits() throws IOException {
        try {
            return String.format(
                    Locale.ROOT,
                    "daemon %.0f MB resident, %d descriptors, %d threads",
                    ProcessStatus.residentMb(run.rig().daemon().pid()),
                    run.rig().daemon().descriptors(),
                    run.rig().daemon().status("Threads"));
        } catch (java.nio.file.NoSuchFileException e) {
            return "the daemon has ended";
        }
    }
}
