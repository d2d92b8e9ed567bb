package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import dev.dialtone.core.Step;
import org.jspecify.annotations.Nullable;

/// One timer of a loop for the earliest of several deadlines, which move: at worst it wakes for one that was put off,
/// and is asked for the next. Everything runs on the loop.
final class NextWake {
    private final Loop loop;
    private final Runnable due;
    private Loop.@Nullable Timer timer;
    private long at;

    /// @param due run when the time has come; asks again for what comes next
    NextWake(Loop loop, Runnable due) {
        this.loop = loop;
        this.due = due;
    }

    /// @param nanos by the loop's clock, or [Step#NEVER]
    void noLaterThan(long nanos) {
        if (nanos == Step.NEVER || (timer != null && at <= nanos)) {
            return;
        }
        cancel();
        at = nanos;
        timer = loop.at(nanos, () -> {
            timer = null;
            due.run();
        });
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
