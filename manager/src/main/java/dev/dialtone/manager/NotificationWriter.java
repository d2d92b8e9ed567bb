package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Prompt;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Numbers a connection's notifications and publishes them: into the history first, then to everybody (C9). After the
/// last one nothing can be published (C1).
final class NotificationWriter {
    private static final int SUB_ENTRY = 1;

    private final ConnectionRecord record;
    private final ConnectionPorts ports;
    private final Runnable ended;
    private final ConnectionMeter meter;
    private int attempt = 1;
    private long seq;
    private boolean over;
    private boolean dormant;

    /// @param ended run when the last notification is in the history, before anyone is told of it
    NotificationWriter(ConnectionRecord record, ConnectionPorts ports, Loop loop, Runnable ended) {
        this.record = record;
        this.ports = ports;
        this.ended = ended;
        this.meter = ports.metrics().meter(record.id(), loop);
    }

    long seq() {
        return seq;
    }

    boolean isOver() {
        return over;
    }

    void nextAttempt() {
        attempt++;
    }

    /// A running state is about to be entered.
    void entered(ConnectionState state) {
        publish(new Draft(state));
    }

    /// A state that is entered once more, for another server.
    ///
    /// @param before why the server before was left
    void enteredAgain(ConnectionState state, Failure before) {
        publish(new Draft(state).with(before));
    }

    /// A state that waits for an answer (P2).
    void paused(ConnectionState state, Failure reason, Prompt prompt) {
        publish(new Draft(state).pause(reason.error(), prompt).with(reason));
    }

    /// Completion (a).
    void connected() {
        Notification notification = publish(new Draft(ConnectionState.CONNECTED).completes());
        int references = record.status().references();
        ports.events().add(EventKind.CONNECTION, notification, references);
        if (dormant) {
            dormant = false;
            ports.events().add(EventKind.RECONNECTED, notification, references);
        }
    }

    /// Completion (c): the same state again with an error (N3).
    ///
    /// @param retryInMillis when the next attempt follows, 0 for none
    void failed(ConnectionState state, Failure failure, long retryInMillis) {
        publish(new Draft(state)
                .error(failure.error())
                .with(failure)
                .completes()
                .retry(retryInMillis));
    }

    /// Completion (b) of an unfinished dial, or the ending of an established connection (C8).
    void disconnected(Failure cause, boolean wasEstablished, long retryInMillis) {
        Draft draft = new Draft(ConnectionState.DISCONNECTED)
                .cause(cause.error())
                .with(cause)
                .retry(retryInMillis);
        Notification notification = publish(wasEstablished ? draft.ends() : draft.completes());
        if (wasEstablished) {
            ports.events()
                    .add(EventKind.DISCONNECTION, notification, record.status().references());
            if (retryInMillis > 0) {
                dormant = true;
                ports.events()
                        .add(EventKind.DORMANT, notification, record.status().references());
            }
        }
    }

    private Notification publish(Draft draft) {
        if (over) {
            throw new IllegalStateException("notification after the last: " + draft.state.word());
        }
        Notification notification = draft.number(++seq);
        boolean last = notification.isLast();
        ports.history().notified(notification);
        // counted before anyone is told: who then reads the numbers finds it in them
        meter.notified(notification);
        if (last) {
            over = true;
            // whoever is told of the end finds the entry free
            ended.run();
        }
        record.append(notification);
        ports.told(notification);
        if (last) {
            ports.history().ended(record.status());
            record.end(notification);
        } else {
            // whoever follows the log is ready on this core already: it tells its client before the work goes on
            Thread.yield();
        }
        return notification;
    }

    /// A notification in the making.
    private final class Draft {
        private final ConnectionState state;
        private int error;
        private int cause;
        private int reason;
        private long retryInMillis;
        private boolean completion;
        private boolean ending;
        private @Nullable Detail detail;
        private @Nullable Prompt prompt;

        Draft(ConnectionState state) {
            this.state = state;
        }

        Draft error(int number) {
            error = number;
            return this;
        }

        Draft cause(int number) {
            cause = number;
            return this;
        }

        Draft with(Failure failure) {
            detail = Detail.of(failure);
            return this;
        }

        Draft pause(int number, Prompt wanted) {
            reason = number;
            prompt = wanted;
            return this;
        }

        Draft retry(long millis) {
            retryInMillis = millis;
            return this;
        }

        Draft completes() {
            completion = true;
            return this;
        }

        Draft ends() {
            ending = true;
            return this;
        }

        Notification number(long number) {
            ConnectionRecord.Identity identity = record.identity();
            return new Notification(
                    number,
                    ports.wall().instant().truncatedTo(ChronoUnit.MICROS),
                    identity.id(),
                    identity.entry(),
                    attempt,
                    SUB_ENTRY,
                    state,
                    error,
                    cause,
                    detail,
                    completion,
                    ending,
                    retryInMillis,
                    reason,
                    prompt,
                    state == ConnectionState.CONNECTED ? record.confirmUntil() : null);
        }
    }
}
