package dev.dialtone.core;

import java.util.ArrayList;
import java.util.List;

/// What a protocol machine answers to an event: actions for its driver to carry out, in order, and when to be woken.
///
/// @param actions   what to do now; never null elements
/// @param wakeNanos the monotonic time ([Loop#nanoTime()]) at which the machine wants its tick, or [#NEVER]
public record Step<A>(List<A> actions, long wakeNanos) {

    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    public Step {
        actions = List.copyOf(actions);
    }

    public static <A> Step<A> of(List<A> actions, long wakeNanos) {
        return new Step<>(actions, wakeNanos);
    }

    /// Collects the actions of one event.
    public static final class Collector<A> {
        private final List<A> actions = new ArrayList<>();

        public void add(A action) {
            actions.add(action);
        }

        public Step<A> wakeAt(long wakeNanos) {
            return new Step<>(actions, wakeNanos);
        }
    }
}
