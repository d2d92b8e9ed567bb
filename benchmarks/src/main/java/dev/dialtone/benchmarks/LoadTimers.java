package dev.dialtone.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What is to be done every so often. For one thread.
final class LoadTimers {
    interface Task {
        void run() throws IOException;
    }

    private static final class Timer {
        private final long periodNanos;
        private final Task task;
        private long nextNanos;

        Timer(long periodNanos, Task task) {
            this.periodNanos = periodNanos;
            this.task = task;
            this.nextNanos = System.nanoTime() + periodNanos;
        }
    }

    private final List<Timer> timers = new ArrayList<>();

    void every(long millis, Task task) {
        timers.add(new Timer(TimeUnit.MILLISECONDS.toNanos(millis), task));
    }

    /// Runs what is due; what was missed is not made up for.
    void turn() throws IOException {
        for (Timer timer : timers) {
            if (System.nanoTime() - timer.nextNanos >= 0) {
                timer.task.run();
                timer.nextNanos = System.nanoTime() + timer.periodNanos;
            }
        }
    }
}
