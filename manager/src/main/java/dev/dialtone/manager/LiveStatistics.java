package dev.dialtone.manager;

import dev.dialtone.api.Statistics;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.core.Loop;
import java.util.function.Supplier;

/// A tunnel's counters as they are when somebody asks. For any thread.
final class LiveStatistics implements Supplier<Statistics> {
    private final Tunnel tunnel;
    private final Loop loop;
    private final long since;

    /// The tunnel is connected from now on.
    LiveStatistics(Tunnel tunnel, Loop loop) {
        this.tunnel = tunnel;
        this.loop = loop;
        this.since = loop.nanoTime();
    }

    @Override
    public Statistics get() {
        TunnelCounters c = tunnel.counters();
        return new Statistics(
                c.bytesSent(),
                c.bytesReceived(),
                c.packetsSent(),
                c.packetsReceived(),
                c.dropped(),
                (loop.nanoTime() - since) / 1_000_000);
    }
}
