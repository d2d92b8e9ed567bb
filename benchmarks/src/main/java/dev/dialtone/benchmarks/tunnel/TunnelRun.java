package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rounds over all peers until the medians hold. A peer that fails takes no part from then on.
final class TunnelRun {
    private static final double QUIET_PERCENT = 8;
    private static final int QUIET_LOOK_MILLIS = 1000;

    private final TunnelOptions options;
    private final Map<String, TunnelPeer> peers;
    private final Map<String, String> failures;
    private final List<String> remarks = new ArrayList<>();
    private final Figures figures = new Figures();
    private final Meter meter;
    private int rounds;

    /// @param failures of the peers that did not come up, in the words of their scripts; grows
    /// @param streams  of the peers that carry bytes by themselves
    TunnelRun(
            TunnelOptions options,
            Map<String, TunnelPeer> peers,
            Map<String, TlsStream> streams,
            Map<String, String> failures) {
        this.options = options;
        this.peers = new LinkedHashMap<>(peers);
        this.failures = failures;
        this.meter = new Meter(options, streams);
    }

    void run() throws IOException, InterruptedException {
        Map<String, Gauges> gauges = new LinkedHashMap<>();
        try {
            for (TunnelPeer peer : List.copyOf(peers.values())) {
                say("warming up %s", peer.name());
                try {
                    meter.warm(peer);
                    gauges.put(peer.name(), Gauges.of(peer, why -> remarks.add(peer.name() + ": " + why)));
                } catch (IOException e) {
                    fail(peer, "warming up", e);
                }
            }
            do {
                rounds++;
                round(gauges);
            } while (rounds < options.leastRounds() || (rounds < options.repeats() && figures.moved()));
            if (rounds >= 2 && figures.moved()) {
                remarks.add("medians still moved by more than 5 % with the last round");
            }
        } finally {
            gauges.values().forEach(Gauges::close);
        }
    }

    private void round(Map<String, Gauges> gauges) throws IOException, InterruptedException {
        int all = peers.size() * Load.values().length;
        int at = 0;
        for (TunnelPeer peer : List.copyOf(peers.values())) {
            Gauges costs = gauges.get(peer.name());
            for (Load load : Load.values()) {
                at++;
                if (costs == null || !peers.containsKey(peer.name()) || !peer.carries(load)) {
                    continue;
                }
                try {
                    waitForQuiet(costs);
                    Map<Quantity, Double> values = meter.measure(peer, costs, load);
                    figures.add(peer.name(), load, values);
                    say(
                            "round %d of %d to %d, %d of %d: %s, %s: %s",
                            rounds,
                            options.leastRounds(),
                            options.repeats(),
                            at,
                            all,
                            peer.name(),
                            load.title(),
                            brief(load, values));
                } catch (IOException e) {
                    fail(peer, load.title(), e);
                }
            }
        }
    }

    private void waitForQuiet(Gauges gauges) throws IOException, InterruptedException {
        for (int i = 0; i < options.quietSeconds(); i++) {
            Gauges.Reading before = gauges.read();
            Thread.sleep(QUIET_LOOK_MILLIS);
            if (Gauges.percentOfOthers(before, gauges.read()) < QUIET_PERCENT) {
                return;
            }
        }
    }

    private void fail(TunnelPeer peer, String where, Exception why) {
        peers.remove(peer.name());
        String words = where + ": " + why.getMessage();
        failures.put(peer.name(), words);
        say("%s failed: %s", peer.name(), words);
    }

    private static String brief(Load load, Map<Quantity, Double> values) {
        return load.isPing()
                ? String.format(
                        Locale.ROOT,
                        "p50 %.2f ms, p99 %.2f ms",
                        values.get(Quantity.RTT_P50),
                        values.get(Quantity.RTT_P99))
                : String.format(Locale.ROOT, "%.0f Mbit/s", values.get(Quantity.MBIT));
    }

    private static void say(String format, Object... arguments) {
        System.err.println("tunnel: " + String.format(Locale.ROOT, format, arguments));
    }

    Figures figures() {
        return figures;
    }

    Map<String, String> failures() {
        return failures;
    }

    List<String> remarks() {
        return remarks;
    }

    int rounds() {
        return rounds;
    }
}
