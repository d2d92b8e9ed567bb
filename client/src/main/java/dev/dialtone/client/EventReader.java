package dev.dialtone.client;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Json;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;

/// Follows the comings and goings of all connections until it is closed or the manager ends. Another
/// manager that takes the socket over numbers its events anew, so it is not followed: the observer is
/// told the end.
final class EventReader implements Subscription, Runnable {
    private static final System.Logger LOG = System.getLogger(EventReader.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final EventChannel channel;
    private final Http http;
    private final Delivery<AccessEvent> delivery;
    private final Set<EventReader> open;
    private final long manager;
    private long seq;
    private boolean over;

    private EventReader(DaemonSocket socket, long since, EventObserver observer, Set<EventReader> open) {
        this.channel = new EventChannel(socket, "/v1/events");
        this.http = new Http(socket);
        this.seq = since;
        this.open = open;
        this.manager = pid();
        this.delivery = Delivery.start("observer-events", new Target(observer), since);
    }

    /// @param open holds the reader until it ends
    static EventReader start(DaemonSocket socket, long since, EventObserver observer, Set<EventReader> open) {
        EventReader reader = new EventReader(socket, since, observer, open);
        open.add(reader);
        Thread.ofVirtual().name("stream-events").start(reader);
        return reader;
    }

    @Override
    public void run() {
        try {
            follow();
        } catch (RasException e) {
            LOG.log(Level.DEBUG, "events_over", e);
        } finally {
            delivery.end();
            open.remove(this);
        }
    }

    /// @throws RasException the manager is gone
    private void follow() {
        while (!over && !channel.isStopped()) {
            try {
                channel.read(seq, this::take);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "events_broke", e);
            } catch (RasException e) {
                if (e.error() != RasError.REQUEST_TIMEOUT) {
                    throw e;
                }
            }
            if (!over && !channel.isStopped()) {
                pause();
                over = pid() != manager;
            }
        }
    }

    private boolean take(ServerEvent event) throws IOException {
        switch (event.name()) {
            case "message" -> pass(event);
            case "end" -> over = true;
            case "lagged" -> {
                delivery.lagged();
                over = true;
            }
            default -> {}
        }
        return !over && delivery.isOpen();
    }

    private void pass(ServerEvent event) throws IOException {
        AccessEvent read;
        try {
            read = Wire.event(Json.object(event.data()));
        } catch (RasException | StackOverflowError e) {
            throw new IOException("an event is malformed", e);
        }
        if (read.seq() > seq) {
            seq = read.seq();
            over = !delivery.offer(read);
        }
    }

    /// A manager that stands still is waited for.
    ///
    /// @throws RasException nobody answers any more
    private long pid() {
        while (true) {
            try {
                return Wire.info(http.get("/v1/manager")).pid();
            } catch (NoManagerException e) {
                throw e;
            } catch (RasException e) {
                if (e.error() != RasError.REQUEST_TIMEOUT || channel.isStopped()) {
                    throw e;
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        delivery.stop();
        channel.stop();
    }

    /// The observer, as its delivery calls it.
    private final class Target extends ObserverTarget<AccessEvent> {
        Target(EventObserver observer) {
            super(observer, observer::onEvent, AccessEvent::seq);
        }

        @Override
        public void stopped() {
            channel.stop();
        }
    }
}
