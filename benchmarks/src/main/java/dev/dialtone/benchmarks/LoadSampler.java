package dev.dialtone.benchmarks;

import dev.dialtone.api.ConnectionStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Takes the samples of a run. For one thread.
final class LoadSampler {
    private final LoadRig rig;
    private final LoadFindings findings;
    private final long begun = System.nanoTime();
    private final List<LoadSample> samples = new ArrayList<>();
    private final LatencyHistogram all = new LatencyHistogram();
    private final List<Double> listsOfStorms = new ArrayList<>();
    private final List<Double> lists = new ArrayList<>();
    private LatencyHistogram delays = new LatencyHistogram();
    private long sampledAt = begun;
    private int phase = 1;
    private double liveMb;
    private double committedMb;
    private int hostChanges = -1;
    private int observers;
    private long events;
    private double slowestList;
    private int connections;

    LoadSampler(LoadRig rig, LoadFindings findings) {
        this.rig = rig;
        this.findings = findings;
    }

    void phase(int next) {
        phase = next;
    }

    /// @return whether the line was for this
    boolean handle(LoadChild.Line line) {
        String[] words = line.words();
        switch (words[0]) {
            case "heap" -> {
                liveMb = Long.parseLong(words[1]) / 1e6;
                committedMb = Long.parseLong(words[2]) / 1e6;
                hostChanges = Integer.parseInt(words[3]);
            }
            case "sample" -> {
                observers += Integer.parseInt(words[1]);
                events += Long.parseLong(words[2]);
                findings.count("streams resumed by Last-Event-ID", Long.parseLong(words[3]));
                findings.count("streams that broke without a word", Long.parseLong(words[4]));
                findings.count("streams told `lagged`", Long.parseLong(words[5]));
                LatencyHistogram read = LatencyHistogram.of(words[6]);
                delays.add(read);
                if (phase == 3) {
                    all.add(read);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Collects the daemon's garbage, to see what is left.
    void collect() {
        hostChanges = -1;
        rig.daemon().tell("heap");
    }

    /// Changes on the daemon's host as of the last collection, or -1 while one is under way.
    int hostChanges() {
        return hostChanges;
    }

    /// Lists all connections as any client may.
    List<ConnectionStatus> list() {
        long start = System.nanoTime();
        List<ConnectionStatus> list = rig.client().list();
        double millis = (System.nanoTime() - start) / 1e6;
        slowestList = Math.max(slowestList, millis);
        (phase == 1 ? listsOfStorms : lists).add(millis);
        connections = list.size();
        return list;
    }

    /// Takes one sample of what came since the last, and asks the observers for the next.
    LoadSample sample() throws IOException {
        long now = System.nanoTime();
        double span = (now - sampledAt) / 1e9;
        sampledAt = now;
        LoadSample taken = new LoadSample(
                (now - begun) / 1e9,
                phase,
                ProcessStatus.residentMb(rig.daemon().pid()),
                liveMb,
                committedMb,
                rig.daemon().status("Threads"),
                rig.daemon().descriptors(),
                connections,
                observers,
                events / span,
                delays.percentileMillis(50),
                delays.percentileMillis(99),
                delays.maxMillis(),
                slowestList);
        samples.add(taken);
        observers = 0;
        events = 0;
        slowestList = 0;
        delays = new LatencyHistogram();
        for (int i = 0; i < LoadRig.WATCHERS; i++) {
            rig.watcherAt(i).tell("sample");
        }
        return taken;
    }

    List<LoadSample> samples() {
        return samples;
    }

    /// Delays of the steady load.
    LatencyHistogram delays() {
        return all;
    }

    /// Milliseconds that each list took while hundreds were dialled at once.
    List<Double> listsOfStorms() {
        return listsOfStorms;
    }

    /// And afterwards.
    List<Double> lists() {
        return lists;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }
}
