package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a peer costs while something is done with it: processor time and garbage. Knows the peer's processes.
final class Gauges implements AutoCloseable {
    private static final double BYTES_PER_GB = 1e9;

    private final TunnelPeer peer;
    private final Optional<JvmMeter> client;
    private final Optional<JvmMeter> server;

    private Gauges(TunnelPeer peer, Optional<JvmMeter> client, Optional<JvmMeter> server) {
        this.peer = peer;
        this.client = client;
        this.server = server;
    }

    /// @param problems is told of a Java process that cannot be asked; its garbage is then left out
    static Gauges of(TunnelPeer peer, Consumer<String> problems) {
        return new Gauges(
                peer,
                meter(peer.clientJvm(), peer.client().orElse(0), problems),
                meter(peer.serverJvm(), peer.server().orElse(0), problems));
    }

    private static Optional<JvmMeter> meter(String namespace, long process, Consumer<String> problems) {
        if (namespace.isEmpty() || process == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JvmMeter.of(namespace, process));
        } catch (IOException e) {
            problems.accept("no garbage figures of process " + process + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Where the counters stood at one moment.
    ///
    /// @param nanos of the monotonic clock
    record Reading(long nanos, ProcessorTime time, double clientBytes, double serverBytes) {}

    Reading read() throws IOException {
        double clientBytes = client.isPresent() ? client.get().allocatedBytes() : 0;
        double serverBytes = server.isPresent() ? server.get().allocatedBytes() : 0;
        return new Reading(System.nanoTime(), ProcessorTime.now(), clientBytes, serverBytes);
    }

    /// @param bytes carried since `before`
    Map<Quantity, Double> since(Reading before, double bytes) throws IOException {
        Reading now = read();
        double gigabytes = bytes / BYTES_PER_GB;
        Map<Quantity, Double> cost = new EnumMap<>(Quantity.class);
        cost.put(Quantity.OTHER_WORK, percentOfOthers(before, now));
        if (gigabytes == 0) {
            return cost;
        }
        cost.put(Quantity.CPU_MACHINE, now.time().machineSince(before.time()) / gigabytes);
        if (peer.isTunnel()) {
            double ours = now.time().treeSince(before.time(), peer.client().orElseThrow()) / gigabytes;
            double theirs = now.time().treeSince(before.time(), peer.server().orElseThrow()) / gigabytes;
            cost.put(Quantity.CPU_CLIENT, ours);
            cost.put(Quantity.CPU_SERVER, theirs);
            cost.put(Quantity.CPU_BOTH, ours + theirs);
        }
        if (client.isPresent()) {
            cost.put(Quantity.GARBAGE_CLIENT, (now.clientBytes() - before.clientBytes()) / 1e6 / gigabytes);
        }
        if (server.isPresent()) {
            cost.put(Quantity.GARBAGE_SERVER, (now.serverBytes() - before.serverBytes()) / 1e6 / gigabytes);
        }
        return cost;
    }

    static double percentOfOthers(Reading before, Reading now) {
        return 100 * now.time().othersSince(before.time()) / ((now.nanos() - before.nanos()) / 1e9);
    }

    @Override
    public void close() {
        client.ifPresent(JvmMeter::close);
        server.ifPresent(JvmMeter::close);
    }
}
