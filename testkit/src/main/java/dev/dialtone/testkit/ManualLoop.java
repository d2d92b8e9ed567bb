package dev.dialtone.testkit;

import dev.dialtone.core.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/// A loop of virtual time, driven by hand on one thread: time passes only in [#advance].
public final class ManualLoop implements Loop {
    private record Due(long nanos, long order, Runnable task, boolean[] cancelled) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long now;
    private long order;

    /// At time 0, with nothing to do.
    public ManualLoop() {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public Timer at(long nanos, Runnable task) {
        Due due = new Due(nanos, order++, task, new boolean[1]);
        timers.add(due);
        return () -> due.cancelled()[0] = true;
    }

    /// Runs everything that is ready, until nothing is.
    public void drain() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /// Lets the given time pass, running what falls due in order.
    public void advance(long nanos) {
        long end = now + nanos;
        drain();
        while (!timers.isEmpty() && timers.peek().nanos() <= end) {
            Due due = timers.remove();
            now = Math.max(now, due.nanos());
            if (!due.cancelled()[0]) {
                due.task().run();
            }
            drain();
        }
        now = end;
    }
}
