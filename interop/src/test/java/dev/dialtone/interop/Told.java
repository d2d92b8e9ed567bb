package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import java.util.List;

/// What must hold for any log of a connection that is over, whatever happened to it.
final class Told {
    private Told() {}

    /// One word each, for messages.
    static List<String> of(List<Notification> log) {
        return log.stream()
                .map(n -> n.seq() + " " + n.state().word()
                        + (n.error() == 0 ? "" : " error " + n.error())
                        + (n.cause() == 0 ? "" : " cause " + n.cause()))
                .toList();
    }

    static List<ConnectionState> states(List<Notification> log) {
        return log.stream().map(Notification::state).toList();
    }

    /// N5 over the whole life, and N3, C1, C8 for each attempt.
    static void isWhole(List<Notification> log) {
        assertThat(log).as("the log").isNotEmpty();
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).seq()).as("seq in %s (N5)", of(log)).isEqualTo(i + 1);
        }
        int attempts = log.getLast().attempt();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            int number = attempt;
            List<Notification> part =
                    log.stream().filter(n -> n.attempt() == number).toList();
            isWholeAttempt(part);
            assertThat(part.getLast().isLast())
                    .as("only the last attempt is final, in %s (C1a)", of(log))
                    .isEqualTo(attempt == attempts && !part.getLast().isConnected());
        }
    }

    private static void isWholeAttempt(List<Notification> log) {
        assertThat(log).as("an attempt").isNotEmpty();
        long before = log.getFirst().seq() - 1;
        List<Notification> completions =
                log.stream().filter(Notification::completion).toList();
        assertThat(completions).as("completions in %s (C1)", of(log)).hasSize(1);
        Notification completion = completions.getFirst();
        List<Notification> after = log.subList((int) (completion.seq() - before), log.size());
        if (completion.isConnected()) {
            assertThat(after).as("after Connected in %s (C1, C8)", of(log)).hasSizeLessThanOrEqualTo(1);
            after.forEach(n -> {
                assertThat(n.ending()).as("ending").isTrue();
                assertThat(n.state()).isEqualTo(ConnectionState.DISCONNECTED);
                assertThat(n.error()).as("Disconnected has error 0 (N3)").isZero();
                assertThat(n.cause()).as("an ending has a cause (C8)").isNotZero();
            });
        } else {
            assertThat(after).as("after the completion in %s (C1)", of(log)).isEmpty();
            if (completion.error() != 0) {
                assertThat(log.size()).isGreaterThan(1);
                Notification entered = log.get(log.size() - 2);
                assertThat(completion.state())
                        .as("an error is the same state again, in %s (N3)", of(log))
                        .isEqualTo(entered.state());
            } else {
                assertThat(completion.state()).isEqualTo(ConnectionState.DISCONNECTED);
            }
        }
        for (Notification n : log) {
            boolean terminal = n.completion() || n.ending();
            assertThat(terminal)
                    .as("only the last of an attempt has an error, is Connected or Disconnected: %s", of(log))
                    .isEqualTo(n.error() != 0 || n.state().group() == ConnectionState.Group.TERMINAL);
        }
    }

    /// Waits until a synchronized list has so many.
    static void awaitSize(List<?> told, int size) throws InterruptedException {
        long end = System.nanoTime() + Rig.SOON.toNanos();
        while (told.size() < size) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not told within " + Rig.SOON + "; told were " + told);
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
