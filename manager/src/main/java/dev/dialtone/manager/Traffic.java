package dev.dialtone.manager;

import dev.dialtone.api.Statistics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What all connections of this run have carried together, those that have ended too. Tunnels count by themselves
/// and are asked when somebody reads, so that no packet costs anything here. Safe for any thread.
final class Traffic {
    // One lock over both: a tunnel counted twice, or not at all, would be a leap, which a reader takes for a
    // restart.
    private final Map<String, Supplier<Statistics>> carrying = new HashMap<>();
    private Statistics before = Statistics.NONE;

    /// A connection is established, and counts by this from now on.
    synchronized void begins(String connection, Supplier<Statistics> counts) {
        ends(connection);
        carrying.put(connection, counts);
    }

    /// It counts no more; of one that never began this changes nothing.
    synchronized void ends(String connection) {
        Supplier<Statistics> counts = carrying.remove(connection);
        if (counts != null) {
            before = sum(before, counts.get());
        }
    }

    synchronized Statistics total() {
        Statistics total = before;
        for (Supplier<Statistics> counts : carrying.values()) {
            total = sum(total, counts.get());
        }
        return total;
    }

    private static Statistics sum(Statistics a, Statistics b) {
        return new Statistics(
                a.bytesSent() + b.bytesSent(),
                a.bytesReceived() + b.bytesReceived(),
                a.packetsSent() + b.packetsSent(),
                a.packetsReceived() + b.packetsReceived(),
                a.dropped() + b.dropped(),
                a.connectedMillis() + b.connectedMillis());
    }
}
