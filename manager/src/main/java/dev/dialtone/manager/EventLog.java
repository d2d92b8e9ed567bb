package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import java.time.Instant;
import java.util.concurrent.Executor;

/// Connections that came and went in this run of the manager, numbered without a gap (V1); the last 10,000 at
/// least.
final class EventLog {
    /// A manager runs for months; who wants older ones reads the connections' own logs.
    private static final int KEPT = 10_000;

    private final AppendLog<AccessEvent> log;
    private long seq;

    EventLog(Executor wakers) {
        this.log = new AppendLog<>(wakers, KEPT);
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
