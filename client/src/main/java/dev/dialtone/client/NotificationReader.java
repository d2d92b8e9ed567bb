package dev.dialtone.client;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Json;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// Reads one connection's notifications without gap and repeat, over as many streams as it takes, on a
/// thread of its own. When the manager is gone it says so in the manager's place (C9); a manager that
/// merely stands still is waited for.
final class NotificationReader implements Runnable {
    private static final System.Logger LOG = System.getLogger(NotificationReader.class.getName());

    /// How long streams may keep breaking without bringing anything, while somebody still accepts
    /// connections.
    private static final Duration PATIENCE = Duration.ofMillis(700);

    /// A stream that stood this long was a good one, however silent, unless it ended in nonsense.
    private static final Duration STOOD = Duration.ofMillis(100);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private enum Outcome {
        OVER,
        BROKEN,
        GARBLED,
        GONE
    }

    /// Who is told, on the reader's thread.
    interface Sink {
        /// Takes the next one and says whether more is wanted.
        boolean take(Notification notification);

        /// This reader was too slow for the daemon. Says whether to resume from the log.
        boolean lagged();

        /// Nothing more will come.
        ///
        /// @param known how far the connection is known to have come
        void end(Position known);
    }

    private final EventChannel channel;
    private final UnaryOperator<Notification> lastWords;
    private final Sink sink;
    private final String connection;

    /// The last one that was passed on.
    private long seq;

    /// As the last status or notification says, whichever is further.
    private Position known;

    private boolean over;
    private boolean garbled;
    private boolean enough;

    /// @param begun     the stream to go on with
    /// @param lastWords gives the one notification that all readers of this program tell about a
    ///                  manager's death
    NotificationReader(DaemonSocket socket, OpenStream begun, UnaryOperator<Notification> lastWords, Sink sink) {
        this.connection = begun.status().connection();
        this.channel = new EventChannel(socket, Paths.notifications(connection), begun);
        this.seq = begun.since();
        this.known = Position.of(begun.status(), begun.status().seq());
        this.lastWords = lastWords;
        this.sink = sink;
    }

    /// No more is wanted, from any thread.
    void stop() {
        channel.stop();
    }

    @Override
    public void run() {
        long trouble = System.nanoTime();
        while (true) {
            long before = seq;
            long began = System.nanoTime();
            Outcome outcome = read();
            if (enough || channel.isStopped()) {
                return;
            }
            boolean progress = seq > before;
            boolean stood = System.nanoTime() - began > STOOD.toNanos() && outcome != Outcome.GARBLED;
            if (progress || stood) {
                trouble = System.nanoTime();
            }
            boolean outOfPatience = System.nanoTime() - trouble > PATIENCE.toNanos();
            if (outcome == Outcome.OVER) {
                sink.end(known);
                return;
            }
            if (outcome == Outcome.GONE || outOfPatience) {
                managerDied();
                return;
            }
            pause(progress || stood);
        }
    }

    private Outcome read() {
        garbled = false;
        try {
            channel.read(seq, this::take);
            return over ? Outcome.OVER : Outcome.BROKEN;
        } catch (NoManagerException e) {
            return Outcome.GONE;
        } catch (RasException e) {
            if (e.error() == RasError.REQUEST_TIMEOUT) {
                // it stands still
                return Outcome.BROKEN;
            }
            // a new manager that does not know the connection, or no longer lets us see it
            LOG.log(Level.DEBUG, "stream_refused connection=" + connection, e);
            return Outcome.GONE;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "stream_broke connection=" + connection, e);
            return garbled ? Outcome.GARBLED : Outcome.BROKEN;
        }
    }

    private boolean take(ServerEvent event) throws IOException {
        return switch (event.name()) {
            case "message" -> take(notification(event));
            case OpenStream.STATUS -> {
                learn(status(event));
                yield true;
            }
            case "end" -> {
                over = true;
                yield false;
            }
            case "lagged" -> {
                enough = !sink.lagged();
                yield false;
            }
            default -> true;
        };
    }

    private boolean take(Notification notification) throws IOException {
        if (notification.seq() <= seq) {
            return true;
        }
        if (notification.seq() != seq + 1 || !notification.connection().equals(connection)) {
            garbled = true;
            throw new IOException("notification " + notification.seq() + " follows " + seq);
        }
        seq = notification.seq();
        learn(Position.of(notification));
        enough = !sink.take(notification);
        return !enough;
    }

    private Notification notification(ServerEvent event) throws IOException {
        try {
            return Wire.notification(Json.object(event.data()));
        } catch (RasException | StackOverflowError e) {
            garbled = true;
            throw new IOException("an event is not a notification", e);
        }
    }

    private Position status(ServerEvent event) throws IOException {
        try {
            ConnectionStatus status = OpenStream.status(event);
            return Position.of(status, status.seq());
        } catch (IOException e) {
            garbled = true;
            throw e;
        }
    }

    private void learn(Position said) {
        if (said.seq() >= known.seq()) {
            known = said;
        }
    }

    private void managerDied() {
        // the number is the one the restarted manager gives, be it that what was before it is lost to this reader
        known.managerDied(Instant.now()).map(lastWords).ifPresent(notification -> {
            seq = notification.seq();
            known = Position.of(notification);
            enough = !sink.take(notification);
        });
        if (!enough) {
            sink.end(known);
        }
    }

    // a stream that was good is asked for again at once: C9 allows a second, for all readers together
    private static void pause(boolean good) {
        try {
            if (!good) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
