package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ends an established connection that carried nothing for too long (828) or has lasted long enough (932), as
/// its entry
/// wants. Neither is a loss, so neither is dialled again. On the connection's loop.
final class SessionLimits {
    /// How often the counters are looked at within the idle time.
    private static final int LOOKS = 8;

    private final Loop loop;
    private final Duration idle;
    private final Duration session;
    private final Supplier<TunnelCounters> counters;
    private final Consumer<Failure> ends;
    private Loop.@Nullable Timer sessionTimer;
    private Loop.@Nullable Timer idleTimer;
    private long packets;
    private long changedAt;

    SessionLimits(Loop loop, Entry entry, Supplier<TunnelCounters> counters, Consumer<Failure> ends) {
        this.loop = loop;
        this.idle = Duration.ofSeconds(entry.number(EntryOption.IDLE_TIMEOUT));
        this.session = Duration.ofSeconds(entry.number(EntryOption.SESSION_TIMEOUT));
        this.counters = counters;
        this.ends = ends;
    }

    void start() {
        long now = loop.nanoTime();
        if (!session.isZero()) {
            sessionTimer = loop.at(
                    now + session.toNanos(),
                    () -> ends.accept(Failure.of(
                            RasError.PPP_SESSION_TIMEOUT,
                            Layer.MANAGER,
                            "The connection has lasted " + session.toSeconds() + " s, as long as its entry allows.")));
        }
        if (!idle.isZero()) {
            packets = packets();
            changedAt = now;
            lookLater(now);
        }
    }

    private void look() {
        long now = loop.nanoTime();
        long moved = packets();
        if (moved != packets) {
            packets = moved;
            changedAt = now;
        }
        if (now - changedAt >= idle.toNanos()) {
            ends.accept(Failure.of(
                    RasError.IDLE_TIMEOUT,
                    Layer.MANAGER,
                    "The connection carried nothing for " + idle.toSeconds() + " s, as its entry wants it ended."));
        } else {
            lookLater(now);
        }
    }

    private void lookLater(long now) {
        long step = Math.max(idle.toNanos() / LOOKS, Duration.ofSeconds(1).toNanos());
        idleTimer = loop.at(Math.min(now + step, changedAt + idle.toNanos()), this::look);
    }

    private long packets() {
        TunnelCounters now = counters.get();
        return now.packetsSent() + now.packetsReceived();
    }

    void stop() {
        if (sessionTimer != null) {
            sessionTimer.cancel();
        }
        if (idleTimer != null) {
            idleTimer.cancel();
        }
    }
}
