package dev.dialtone.daemon;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The notifications of one connection, and the comings and goings of all, as server-sent events whose
/// id is `seq`.
final class StreamRoutes {
    private static final int MOST_OF_ONE_USER = 128;

    private final Quota quota = new Quota("streams", MOST_OF_ONE_USER);
    private final Streams streams;
    private final Duration readLimit;

    /// @param readLimit after which a client that reads nothing is cut off
    StreamRoutes(Streams streams, Duration readLimit) {
        this.streams = streams;
        this.readLimit = readLimit;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET /v1/connections/{target}/notifications", call -> counted(call, this::notifications)),
                Route.of("GET /v1/events", call -> counted(call, this::events)));
    }

    /// Answers with a stream, as one of those that a user may have at once.
    void counted(Call call, Route.Action action) throws IOException {
        quota.take(call.caller());
        try {
            action.answer(call);
        } finally {
            quota.giveBack(call.caller());
        }
    }

    private void notifications(Call call) throws IOException {
        long asked = call.sinceOrLast();
        Connection connection = ConnectionRoutes.of(call);
        long since =
                asked != Call.LAST ? asked : Math.max(0, connection.status().seq() - 1);
        follow(call, 200, connection, since);
    }

    /// The stream of a connection: its status, then its notifications.
    ///
    /// @param status of the answer
    void follow(Call call, int status, Connection connection, long since) throws IOException {
        EventStream stream = new EventStream(call, readLimit, since);
        streams.addOfConnection(stream);
        call.onDone(() -> streams.remove(stream));
        try (Subscription _ = connection.watch(since, new Notifications(stream))) {
            // SPEC [contract C9]: asked for once the stream is attached, so that what is not in the status is in the
            // stream already, and goes out behind it
            stream.run(status, Wire.of(connection.status()));
        }
    }

    private void events(Call call) throws IOException {
        long since = call.since();
        EventStream stream = new EventStream(call, readLimit, since);
        streams.addOfManager(stream);
        call.onDone(() -> streams.remove(stream));
        try (Subscription _ = call.view().watchAll(since, new Events(stream))) {
            stream.run();
        }
    }

    private record Notifications(EventStream stream) implements Observer {
        @Override
        public void onNotification(Notification notification) {
            stream.event(notification.seq(), Wire.of(notification));
        }

        @Override
        public void onEnd(long lastSeq) {
            stream.end("end");
        }

        @Override
        public void onLagged(long lastSeq) {
            stream.end("lagged");
        }

        @Override
        public boolean wantsMore() {
            return stream.isWanted();
        }

        /// That the daemon has written it does not mean that the dialler has seen it (N9).
        @Override
        public boolean acknowledges() {
            return false;
        }
    }

    private record Events(EventStream stream) implements EventObserver {
        @Override
        public void onEvent(AccessEvent event) {
            stream.event(event.seq(), Wire.of(event));
        }

        @Override
        public void onEnd(long lastSeq) {
            stream.end("end");
        }

        @Override
        public void onLagged(long lastSeq) {
            stream.end("lagged");
        }

        @Override
        public boolean wantsMore() {
            return stream.isWanted();
        }
    }
}
