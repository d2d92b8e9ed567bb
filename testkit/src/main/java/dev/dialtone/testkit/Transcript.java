package dev.dialtone.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known of a session from outside, for any thread to read or wait for.
final class Transcript {
    private final int limit;
    private final LongSupplier clock;
    private final List<Seen> seen = new ArrayList<>();
    private final Set<AnswererStep> reached = EnumSet.noneOf(AnswererStep.class);
    private boolean authenticated;
    private boolean established;
    private boolean refused;
    private String user = "";
    private @Nullable String ended;

    /// @param limit lines kept; with 0 none is even put into words
    Transcript(int limit, LongSupplier clock) {
        this.limit = limit;
        this.clock = clock;
    }

    void see(AnswererStep step, Supplier<String> text) {
        if (limit > 0) {
            keep(new Seen(clock.getAsLong(), step, text.get()));
        }
    }

    private synchronized void keep(Seen line) {
        if (seen.size() < limit) {
            seen.add(line);
            notifyAll();
        }
    }

    synchronized void reach(AnswererStep step) {
        reached.add(step);
        notifyAll();
    }

    synchronized void user(String name) {
        user = name;
    }

    synchronized void authenticate(boolean right) {
        authenticated |= right;
        refused |= !right;
        notifyAll();
    }

    synchronized void establish() {
        established = true;
        notifyAll();
    }

    synchronized void end(String how) {
        if (ended == null) {
            ended = how;
        }
        notifyAll();
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    synchronized boolean has(AnswererStep step) {
        return reached.contains(step);
    }

    synchronized boolean authenticated() {
        return authenticated;
    }

    synchronized boolean refused() {
        return refused;
    }

    synchronized boolean established() {
        return established;
    }

    synchronized String user() {
        return user;
    }

    synchronized Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    /// Waits until the condition, which looks at this transcript, holds.
    synchronized boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
