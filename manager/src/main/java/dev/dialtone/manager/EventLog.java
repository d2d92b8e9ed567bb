package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import java.time.Instant;
import java.util.concurrent.Executor;

/// Connections that came and went in this run of the manager, numbered without a gap (V1).
final class EventLog {
    private final AppendLog<AccessEvent> log;
    private long seq;

    EventLog(Executor wakers) {
        this.log = new AppendLog<>(wakers);
    }

    void add(EventKind kind, Notification about, int references) {
        add(kind, about.time(), about.connection(), about.entry(), about.cause(), references);
    }

    synchronized void add(EventKind kind, Instant time, String connection, String entry, int cause, int references) {
        log.append(new AccessEvent(++seq, time, kind, connection, entry, cause, references));
    }

    AppendLog<AccessEvent> log() {
        return log;
    }
}
