package dev.dialtone.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where sessions are to stop until they are let go.
final class StepGate {
    private record Held(AnswererSession session, AnswererStep step) {}

    private final Set<AnswererStep> armed = EnumSet.noneOf(AnswererStep.class);
    private final List<Held> held = new ArrayList<>();

    synchronized void arm(AnswererStep step) {
        armed.add(step);
    }

    synchronized boolean holds(AnswererStep step) {
        return armed.contains(step);
    }

    /// Notes that the session stops before its reaction; false when nothing holds it there.
    synchronized boolean hold(AnswererSession session, AnswererStep step) {
        if (!armed.contains(step)) {
            return false;
        }
        held.add(new Held(session, step));
        notifyAll();
        return true;
    }

    synchronized void gone(AnswererSession session) {
        held.removeIf(h -> h.session() == session);
    }

    synchronized Optional<AnswererSession> await(AnswererStep step, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<Held> found = held.stream().filter(h -> h.step() == step).findFirst();
            long left = end - System.nanoTime();
            if (found.isPresent() || left <= 0) {
                return found.map(Held::session);
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /// Disarms the step and lets go who was held there.
    void release(AnswererStep step) {
        List<AnswererSession> free;
        synchronized (this) {
            armed.remove(step);
            free = held.stream()
                    .filter(h -> h.step() == step)
                    .map(Held::session)
                    .toList();
            held.removeIf(h -> h.step() == step);
        }
        free.forEach(AnswererSession::resume);
    }
}
