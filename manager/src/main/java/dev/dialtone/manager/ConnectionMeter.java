package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Loop;
import org.jspecify.annotations.Nullable;

/// Hears what is notified of one connection and adds it to the [Metrics]. On the connection's loop.
final class ConnectionMeter {
    private final Metrics metrics;
    private final String connection;
    private final Loop loop;

    /// The state it is in while a dial goes on; how long it is established is the [Traffic]'s to say.
    private @Nullable ConnectionState state;

    private long since;
    private int attempt = 1;

    ConnectionMeter(Metrics metrics, String connection, Loop loop) {
        this.metrics = metrics;
        this.connection = connection;
        this.loop = loop;
    }

    void notified(Notification n) {
        long now = loop.nanoTime();
        if (state != null) {
            metrics.stayed(state, now - since);
        }
        boolean over = n.completion() || n.ending();
        state = over ? null : n.state();
        since = now;
        if (!over && n.attempt() > attempt) {
            attempt = n.attempt();
            metrics.redialled();
        }
        metrics.counted(n);
        if (over && !n.isConnected()) {
            metrics.traffic().ends(connection);
        }
    }
}
