package dev.dialtone.daemon;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.util.List;

/// The notifications of one connection, and the comings and goings of all, as server-sent events whose
/// id is `seq`.
final class StreamRoutes {
    private static final int MOST_OF_ONE_USER = 128;

    private final Quota quota = new Quota("streams", MOST_OF_ONE_USER);
    private final Streams streams;

    StreamRoutes(Streams streams) {
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET /v1/connections/{target}/notifications", call -> counted(call, this::notifications)),
                Route.of("GET /v1/events", call -> counted(call, this::events)));
    }

    private void counted(Call call, Route.Action action) throws IOException {
        quota.take(call.caller());
        try {
            action.answer(call);
        } finally {
            quota.giveBack(call.caller());
        }
    }

    private void notifications(Call call) throws IOException {
        long since = call.since();
        Connection connection = ConnectionRoutes.of(call);
        EventStream stream = new EventStream(call);
        Feed feed = new Feed(stream, since);
        streams.addOfConnection(stream);
        call.onDone(() -> streams.remove(stream));
        try (Subscription _ = connection.watch(since, feed)) {
            stream.run();
        }
        if (feed.over) {
            // SPEC [contract N8]: an end that is not the connection's own means that this observer fell
            // behind.
            ConnectionStatus status = connection.status();
            boolean whole = !status.active() && status.seq() <= feed.lastSeq;
            stream.close(whole ? "end" : "lagged", feed.lastSeq);
        }
    }

    private void events(Call call) throws IOException {
        long since = call.since();
        EventStream stream = new EventStream(call);
        streams.addOfManager(stream);
        call.onDone(() -> streams.remove(stream));
        try (Subscription _ = call.view().watchAll(since, event -> stream.event(event.seq(), Wire.of(event)))) {
            stream.run();
        }
    }

    private static final class Feed implements Observer {
        private final EventStream stream;
        private volatile long lastSeq;
        private volatile boolean over;

        Feed(EventStream stream, long since) {
            this.stream = stream;
            this.lastSeq = since;
        }

        @Override
        public void onNotification(Notification notification) {
            stream.event(notification.seq(), Wire.of(notification));
            lastSeq = notification.seq();
        }

        @Override
        public void onEnd(long seq) {
            over = true;
            stream.end();
        }
    }
}
