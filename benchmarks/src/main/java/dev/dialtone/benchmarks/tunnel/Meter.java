package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Does one load with one peer and takes its quantities. For one thread.
final class Meter {
    private static final int GRACE_SECONDS = 20;
    private static final int RISE_MILLIS = 1000;
    private static final int WARM_SECONDS = 3;
    private static final int ATTEMPTS = 5;
    private static final int RETRY_MILLIS = 300;
    private static final long EARLY_NANOS = 1_000_000_000;

    private final TunnelOptions options;
    private final Map<String, TlsStream> streams;

    /// With iperf3 and ping only.
    Meter(TunnelOptions options) {
        this(options, Map.of());
    }

    /// @param streams of the peers that carry bytes by themselves
    Meter(TunnelOptions options, Map<String, TlsStream> streams) {
        this.options = options;
        this.streams = Map.copyOf(streams);
    }

    Map<Quantity, Double> measure(TunnelPeer peer, Gauges gauges, Load load) throws IOException, InterruptedException {
        Gauges.Reading before = gauges.read();
        if (load.isPing()) {
            Map<Quantity, Double> values = roundTrips(peer, load);
            values.putAll(gauges.since(before, 0));
            return values;
        }
        IperfReport report = transfer(peer, load, options.seconds());
        Map<Quantity, Double> values = gauges.since(before, report.bytes());
        values.put(Quantity.MBIT, report.mbit());
        switch (load) {
            case TCP_BOTH -> {
                values.put(Quantity.UP_MBIT, report.upMbit());
                values.put(Quantity.DOWN_MBIT, report.downMbit());
            }
            case TCP4_UP, TCP4_DOWN -> values.put(Quantity.SMALLEST_SHARE, report.smallestShare());
            case UDP_SMALL_UP, UDP_SMALL_DOWN, UDP_LARGE_UP, UDP_LARGE_DOWN -> {
                values.put(Quantity.PACKETS, report.packets());
                values.put(Quantity.LOSS, report.lossPercent());
            }
            case TCP_UP, TCP_DOWN, PING_IDLE, PING_UP, PING_DOWN -> {}
        }
        return values;
    }

    /// Traffic each way that is not counted: compilers, caches and TCP's memory of the path are done with it.
    void warm(TunnelPeer peer) throws IOException, InterruptedException {
        for (Load load : List.of(Load.TCP_UP, Load.TCP_DOWN)) {
            transfer(peer, load, WARM_SECONDS);
        }
    }

    IperfReport transfer(TunnelPeer peer, Load load, int seconds) throws IOException, InterruptedException {
        TlsStream stream = streams.get(peer.name());
        if (stream != null) {
            return stream.transfer(load, seconds);
        }
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            try (Command iperf = iperf(peer, load, seconds)) {
                return IperfReport.of(iperf.output(seconds + GRACE_SECONDS));
            } catch (IOException e) {
                // INTEROP [iperf3 3.12] its server opens its port anew after each transfer and resets who comes
                // meanwhile
                boolean early = System.nanoTime() - begun < EARLY_NANOS;
                if (!early || attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private Map<Quantity, Double> roundTrips(TunnelPeer peer, Load load) throws IOException, InterruptedException {
        int pingSeconds = options.pings() / 100;
        PingReport report = load == Load.PING_IDLE ? ping(peer, pingSeconds) : pingBeside(peer, load, pingSeconds);
        Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
        values.put(Quantity.RTT_P50, report.roundTrips().median());
        values.put(Quantity.RTT_P99, report.roundTrips().percentile(99));
        values.put(Quantity.LOSS, report.lossPercent());
        return values;
    }

    private PingReport pingBeside(TunnelPeer peer, Load load, int pingSeconds)
            throws IOException, InterruptedException {
        int seconds = pingSeconds + 2;
        for (int attempt = 1; ; attempt++) {
            try (Command iperf = iperf(peer, load, seconds)) {
                // until TCP has filled what there is to fill
                Thread.sleep(RISE_MILLIS);
                // refused, as in a transfer
                if (!iperf.isRunning() && attempt < ATTEMPTS) {
                    continue;
                }
                PingReport report = ping(peer, pingSeconds);
                IperfReport.of(iperf.output(seconds + GRACE_SECONDS));
                return report;
            }
        }
    }

    private PingReport ping(TunnelPeer peer, int seconds) throws IOException, InterruptedException {
        // ends a second after the last request though replies are missing
        List<String> words = List.of(
                "ping",
                "-n",
                "-i",
                "0.01",
                "-c",
                Integer.toString(options.pings()),
                "-W",
                "1",
                "-w",
                Integer.toString(seconds + 3),
                peer.inside());
        try (Command ping = Command.start(peer.namespace(), words)) {
            return PingReport.of(ping.output(seconds + GRACE_SECONDS));
        }
    }

    private Command iperf(TunnelPeer peer, Load load, int seconds) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("iperf3", "-J", "-c", peer.inside(), "-t", Integer.toString(seconds)));
        words.addAll(load.iperfOptions(options));
        return Command.start(peer.namespace(), words);
    }
}
