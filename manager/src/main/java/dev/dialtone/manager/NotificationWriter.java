package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Failure;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Numbers a connection's notifications and publishes them: into the history first, then to everybody (C9). After the
/// last one nothing can be published (C1).
final class NotificationWriter {
    private static final int ATTEMPT = 1;
    private static final int SUB_ENTRY = 1;

    private final ConnectionRecord record;
    private final ConnectionPorts ports;
    private final Runnable ended;
    private long seq;
    private boolean over;

    NotificationWriter(ConnectionRecord record, ConnectionPorts ports, Runnable ended) {
        this.record = record;
        this.ports = ports;
        this.ended = ended;
    }

    /// A running state is about to be entered.
    void entered(ConnectionState state) {
        publish(state, 0, 0, null, false, false);
    }

    /// Completion (a).
    void connected() {
        Notification notification = publish(ConnectionState.CONNECTED, 0, 0, null, true, false);
        ports.events().add(EventKind.CONNECTION, notification);
    }

    /// Completion (c): the same state again with an error (N3).
    void failed(ConnectionState state, Failure failure) {
        publish(state, failure.error(), 0, Detail.of(failure), true, false);
    }

    /// Completion (b) of an unfinished dial, or the ending of an established connection (C8).
    void disconnected(Failure cause, boolean wasEstablished) {
        Notification notification = publish(
                ConnectionState.DISCONNECTED, 0, cause.error(), Detail.of(cause), !wasEstablished, wasEstablished);
        if (wasEstablished) {
            ports.events().add(EventKind.DISCONNECTION, notification);
        }
    }

    private Notification publish(
            ConnectionState state, int error, int cause, @Nullable Detail detail, boolean completion, boolean ending) {
        if (over) {
            throw new IllegalStateException("notification after the last: " + state.word());
        }
        ConnectionRecord.Identity identity = record.identity();
        Notification notification = new Notification(
                ++seq,
                ports.wall().instant().truncatedTo(ChronoUnit.MICROS),
                identity.id(),
                identity.entry(),
                ATTEMPT,
                SUB_ENTRY,
                state,
                error,
                cause,
                detail,
                completion,
                ending,
                0);
        boolean last = ending || (completion && !notification.isConnected());
        ports.history().notified(notification);
        record.append(notification, last);
        if (last) {
            over = true;
            ports.history().ended(record.status());
            record.end(notification);
            ended.run();
        } else {
            // whoever follows the log is ready on this core already: it tells its client before the work goes on
            Thread.yield();
        }
        return notification;
    }
}
