package dev.dialtone.manager;

import dev.dialtone.core.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Holds a gated dial before each next state until the last notification was acknowledged, or a limit has
/// passed (N9).
/// On the connection's loop.
final class Gate {
    private final Loop loop;
    private final Duration limit;
    private boolean open;
    private long owed;
    private @Nullable Runnable waiting;
    private Loop.@Nullable Timer timer;

    /// @param gated false for one that is always open
    Gate(Loop loop, boolean gated, Duration limit) {
        this.loop = loop;
        this.open = !gated;
        this.limit = limit;
    }

    /// From now on this one is owed an acknowledgement.
    void notified(long seq) {
        owed = open ? 0 : seq;
    }

    /// Goes on at once, or as soon as the gate opens.
    void pass(Runnable next) {
        if (owed == 0) {
            next.run();
            return;
        }
        waiting = next;
        timer = loop.at(loop.nanoTime() + limit.toNanos(), this::go);
    }

    void acknowledge(long seq) {
        if (seq == owed) {
            go();
        }
    }

    /// Nobody is left to acknowledge.
    void open() {
        open = true;
        go();
    }

    /// The attempt ends: what waits will not be.
    void cancel() {
        waiting = null;
        owed = 0;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void go() {
        Runnable next = waiting;
        cancel();
        if (next != null) {
            next.run();
        }
    }
}
