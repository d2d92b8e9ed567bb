package dev.dialtone.client;

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
        void end();
    }

    private final EventChannel channel;
    private final UnaryOperator<Notification> lastWords;
    private final Sink sink;
    private final Position known;
    private Position position;
    private boolean over;
    private boolean garbled;
    private boolean enough;

    /// @param start     where the observation begins
    /// @param known     how far the connection has come, as its status said
    /// @param lastWords gives the one notification that all readers of this program tell about a
    ///                  manager's death
    NotificationReader(
            DaemonSocket socket, Position start, Position known, UnaryOperator<Notification> lastWords, Sink sink) {
        this.channel = new EventChannel(socket, Paths.notifications(start.connection()));
        this.position = start;
        this.known = known;
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
            long before = position.seq();
            long began = System.nanoTime();
            Outcome outcome = read();
            if (enough || channel.isStopped()) {
                return;
            }
            boolean progress = position.seq() > before;
            boolean stood = System.nanoTime() - began > STOOD.toNanos() && outcome != Outcome.GARBLED;
            if (progress || stood) {
                trouble = System.nanoTime();
            }
            boolean outOfPatience = System.nanoTime() - trouble > PATIENCE.toNanos();
            if (outcome == Outcome.OVER) {
                sink.end();
                return;
            }
            if (outcome == Outcome.GONE || outOfPatience) {
                managerDied();
                return;
            }
            pause(progress);
        }
    }

    private Outcome read() {
        garbled = false;
        try {
            channel.read(position.seq(), this::take);
            return over ? Outcome.OVER : Outcome.BROKEN;
        } catch (NoManagerException e) {
            return Outcome.GONE;
        } catch (RasException e) {
            if (e.error() == RasError.REQUEST_TIMEOUT) {
                // it stands still
                return Outcome.BROKEN;
            }
            // a new manager that does not know the connection, or no longer lets us see it
            LOG.log(Level.DEBUG, "stream_refused connection=" + position.connection(), e);
            return Outcome.GONE;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "stream_broke connection=" + position.connection(), e);
            return garbled ? Outcome.GARBLED : Outcome.BROKEN;
        }
    }

    private boolean take(ServerEvent event) throws IOException {
        return switch (event.name()) {
            case "message" -> take(notification(event));
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
        if (notification.seq() <= position.seq()) {
            return true;
        }
        if (notification.seq() != position.seq() + 1
                || !notification.connection().equals(position.connection())) {
            garbled = true;
            throw new IOException("notification " + notification.seq() + " follows " + position.seq());
        }
        position = Position.of(notification);
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

    private void managerDied() {
        // what had ended before this reader began owes nothing, however little of its log was read
        if (known.phase() != Position.Phase.OVER) {
            // the number is the one the restarted manager gives, be it that what was before it is lost to this reader
            Position reached = position.seq() < known.seq() ? known : position;
            reached.managerDied(Instant.now()).map(lastWords).ifPresent(notification -> {
                position = Position.of(notification);
                enough = !sink.take(notification);
            });
        }
        if (!enough) {
            sink.end();
        }
    }

    private static void pause(boolean progress) {
        try {
            if (!progress) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
