package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/// A loop whose time moves only when told, and jumps to the next thing due.
final class VirtualLoop implements Loop {
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private long now = 5_000_000_000L;
    private int count;

    private static final class Alarm implements Comparable<Alarm>, Timer {
        private final long at;
        private final int number;
        private final Runnable task;
        private boolean cancelled;

        private Alarm(long at, int number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Alarm other) {
            return at == other.at ? Integer.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

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
        Alarm alarm = new Alarm(nanos, count++, task);
        alarms.add(alarm);
        return alarm;
    }

    /// Timers that are still to fire.
    long pending() {
        return alarms.stream().filter(alarm -> !alarm.cancelled).count();
    }

    void settle() {
        Runnable task = ready.poll();
        while (task != null) {
            task.run();
            task = ready.poll();
        }
    }

    /// Runs everything that is due within the time, and ends exactly there.
    void advance(long nanos) {
        long end = now + nanos;
        settle();
        while (!alarms.isEmpty() && alarms.peek().at <= end) {
            Alarm alarm = alarms.poll();
            if (!alarm.cancelled) {
                now = Math.max(now, alarm.at);
                alarm.task.run();
                settle();
            }
        }
        now = end;
    }
}
