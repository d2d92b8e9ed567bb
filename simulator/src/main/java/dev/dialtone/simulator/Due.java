package dev.dialtone.simulator;

import dev.dialtone.core.Loop;

/// A task for a time to come.
final class Due implements Loop.Timer, Runnable, Comparable<Due> {
    private final SimLoop loop;
    private final long nanos;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    /// @param order tells apart what is due at the same time; the earlier given one has the lower number
    Due(SimLoop loop, long nanos, long order, Runnable task) {
        this.loop = loop;
        this.nanos = nanos;
        this.order = order;
        this.task = task;
    }

    SimLoop loop() {
        return loop;
    }

    long nanos() {
        return nanos;
    }

    /// Whether it would do something.
    boolean counts() {
        return !cancelled && !loop.killed();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void run() {
        if (!cancelled) {
            cancelled = true;
            task.run();
        }
    }

    @Override
    public int compareTo(Due other) {
        return nanos == other.nanos ? Long.compare(order, other.order) : Long.compare(nanos, other.nanos);
    }
}
