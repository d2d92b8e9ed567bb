package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.ProcessStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Transfers through one tunnel for a given time, one after the other, each in another way; after each a look at the
/// memory of both ends. For one thread.
final class EnduranceRun implements AutoCloseable {
    private static final List<Load> LOADS =
            List.of(Load.TCP_UP, Load.TCP_DOWN, Load.TCP_BOTH, Load.TCP4_UP, Load.TCP4_DOWN);
    private static final int TRANSFER_SECONDS = 10;
    private static final double MB = 1e6;

    /// What the carrier logs of each.
    private static final String KEY_UPDATE = "tls.key.update.sent";

    private final TunnelPeer peer;
    private final JvmMeter client;
    private final JvmMeter server;
    private final Meter meter = new Meter(TunnelOptions.of(List.of()));
    private final long begun = System.nanoTime();
    private final List<EnduranceSample> samples = new ArrayList<>();
    private double bytes;

    /// @param peer with a Java process and a log at both ends
    EnduranceRun(TunnelPeer peer) throws IOException {
        this.peer = peer;
        client = JvmMeter.of(peer.clientJvm(), peer.client().orElseThrow());
        try {
            server = JvmMeter.of(peer.serverJvm(), peer.server().orElseThrow());
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /// @throws IOException a transfer failed; [#samples] has those before
    void run(int minutes) throws IOException, InterruptedException {
        while (seconds() < minutes * 60.0) {
            EnduranceSample sample = transfer(LOADS.get(samples.size() % LOADS.size()));
            samples.add(sample);
            System.err.printf(
                    Locale.ROOT,
                    "endurance: %.0f of %d min: %s %.0f Mbit/s, %.0f GB so far; resident %.0f and %.0f MB, "
                            + "live heap %.1f and %.1f MB, keys changed %d and %d times%n",
                    sample.seconds() / 60,
                    minutes,
                    sample.load().title(),
                    sample.mbit(),
                    sample.gigabytes(),
                    sample.client().residentMb(),
                    sample.server().residentMb(),
                    sample.client().liveMb(),
                    sample.server().liveMb(),
                    sample.client().keyUpdates(),
                    sample.server().keyUpdates());
        }
    }

    private EnduranceSample transfer(Load load) throws IOException, InterruptedException {
        IperfReport report = meter.transfer(peer, load, TRANSFER_SECONDS);
        bytes += report.bytes();
        // resident first: the collection that the other asks for is not the traffic's
        double clientResident = ProcessStatus.residentMb(peer.client().orElseThrow());
        double serverResident = ProcessStatus.residentMb(peer.server().orElseThrow());
        return new EnduranceSample(
                seconds(),
                load,
                report.mbit(),
                bytes / 1e9,
                new EnduranceSample.End(clientResident, client.liveBytes() / MB, keyUpdates(peer.clientLog())),
                new EnduranceSample.End(serverResident, server.liveBytes() / MB, keyUpdates(peer.serverLog())));
    }

    private static long keyUpdates(String log) throws IOException {
        // one byte a character: what else is in the log need not be text
        try (var lines = Files.lines(Path.of(log), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(KEY_UPDATE)).count();
        }
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    List<EnduranceSample> samples() {
        return samples;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
