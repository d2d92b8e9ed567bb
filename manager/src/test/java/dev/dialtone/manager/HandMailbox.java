package dev.dialtone.manager;

import dev.dialtone.testkit.ManualLoop;

/// A manual loop that is never closed.
record HandMailbox(ManualLoop loop) implements Mailbox {
    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer at(long nanos, Runnable task) {
        return loop.at(nanos, task);
    }

    @Override
    public void close() {}
}
