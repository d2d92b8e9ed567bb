package dev.dialtone.manager;

import dev.dialtone.core.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The two clocks of a dial: how long it stays in a state, and how long it takes in all (C6). Both stand still
/// while the
/// manager waits for somebody. On the connection's loop.
final class Limits {
    /// Told which one is over.
    interface Overdue {
        void overdue(Duration limit, String whose);
    }

    private final Loop loop;
    private final Duration perState;
    private final Duration inAll;
    private final Overdue overdue;
    private long stateLeft;
    private long dialLeft;
    private long since;
    private Duration shared = Duration.ZERO;
    private boolean running;
    private Loop.@Nullable Timer timer;

    Limits(Loop loop, Duration perState, Duration inAll, Overdue overdue) {
        this.loop = loop;
        this.perState = perState;
        this.inAll = inAll;
        this.overdue = overdue;
        this.dialLeft = inAll.toNanos();
        this.stateLeft = perState.toNanos();
    }

    /// A state begins: its clock starts anew, and both run.
    ///
    /// @param parts among which what is left of the dial is shared, this one first; 1 for all of it
    void enter(int parts) {
        stop();
        shared =
                parts > 1 && dialLeft / parts < perState.toNanos() ? Duration.ofNanos(dialLeft / parts) : Duration.ZERO;
        stateLeft = shared.isZero() ? perState.toNanos() : shared.toNanos();
        running = true;
        since = loop.nanoTime();
        timer = loop.at(since + Math.min(stateLeft, dialLeft), this::due);
    }

    /// Both stand still until the next [#enter].
    void stop() {
        if (running) {
            running = false;
            long ran = loop.nanoTime() - since;
            stateLeft -= ran;
            dialLeft -= ran;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void due() {
        boolean wholeDial = dialLeft <= stateLeft;
        stop();
        if (!shared.isZero()) {
            overdue.overdue(shared, "each of several servers");
        } else {
            overdue.overdue(wholeDial ? inAll : perState, wholeDial ? "a dial" : "a state");
        }
    }
}
