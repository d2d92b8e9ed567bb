package dev.dialtone.testkit;

import dev.dialtone.core.Loop;
import dev.dialtone.core.Step;
import org.jspecify.annotations.Nullable;

/// The one deadline of a machine, on the loop of its session.
final class Alarm {
    private final Loop loop;
    private final Runnable task;
    private Loop.@Nullable Timer timer;
    private long due = Step.NEVER;

    Alarm(Loop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /// Rings at that time and at no other; never for [Step#NEVER].
    void set(long nanos) {
        if (timer != null && due == nanos) {
            return;
        }
        cancel();
        if (nanos != Step.NEVER) {
            due = nanos;
            timer = loop.at(nanos, this::ring);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        due = Step.NEVER;
    }

    private void ring() {
        timer = null;
        due = Step.NEVER;
        task.run();
    }
}
