package dev.dialtone.simulator;

import dev.dialtone.manager.Mailbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/// A loop in [VirtualTime]: a mailbox that the one thread empties in order. It serves as an executor too. Not
/// for use by a second thread.
public final class SimLoop implements Mailbox, Executor {
    private final VirtualTime time;
    private final String name;
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final List<Runnable> mourners = new ArrayList<>();
    private boolean killed;

    SimLoop(VirtualTime time, String name) {
        this.time = time;
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        if (!killed) {
            if (ready.isEmpty()) {
                time.wake(this);
            }
            ready.add(task);
        }
    }

    @Override
    public Timer at(long nanos, Runnable task) {
        Due due = time.due(this, nanos, task);
        if (!killed && nanos <= time.nanoTime()) {
            execute(due);
        } else if (!killed && nanos != Long.MAX_VALUE) {
            time.add(due);
        }
        return due;
    }

    /// Runs the task the given time from now.
    public Timer after(long nanos, Runnable task) {
        return at(time.nanoTime() + nanos, task);
    }

    /// Nothing that was given to it, or will be, runs any more; what runs right now comes to its end. Then
    /// whoever asked by [#onKill] is told, at once. Safe to repeat.
    public void kill() {
        if (!killed) {
            killed = true;
            ready.clear();
            List<Runnable> told = List.copyOf(mourners);
            mourners.clear();
            told.forEach(Runnable::run);
        }
    }

    @Override
    public void close() {
        execute(this::kill);
    }

    public boolean killed() {
        return killed;
    }

    /// Runs the task inside [#kill], as an operating system closes the sockets of a process.
    public void onKill(Runnable task) {
        mourners.add(task);
    }

    /// Takes back what was asked by [#onKill].
    public void forget(Runnable task) {
        mourners.remove(task);
    }

    Deque<Runnable> ready() {
        return ready;
    }

    @Override
    public String toString() {
        return "SimLoop[" + name + (killed ? ", killed]" : "]");
    }
}
