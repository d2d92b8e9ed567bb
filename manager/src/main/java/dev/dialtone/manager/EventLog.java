package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;

/// Connections that came and went in this run of the manager, numbered without a gap (V1).
final class EventLog {
    private final AppendLog<AccessEvent> log = new AppendLog<>();
    private long seq;

    synchronized void add(EventKind kind, Notification about) {
        log.append(new AccessEvent(++seq, about.time(), kind, about.connection(), about.entry(), about.cause()));
    }

    AppendLog<AccessEvent> log() {
        return log;
    }
}
