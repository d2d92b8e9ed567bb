package dev.dialtone.client;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Json;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/// Follows the comings and goings of all connections until it is closed. Another manager that takes the
/// socket over is followed from its beginning: its events are numbered anew.
final class EventReader implements Subscription, Runnable {
    private static final System.Logger LOG = System.getLogger(EventReader.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final EventChannel channel;
    private final Http http;
    private final Delivery delivery = Delivery.start("observer-events");
    private final Consumer<AccessEvent> observer;
    private final Thread thread;
    private long seq;
    private long manager;

    private EventReader(DaemonSocket socket, long since, Consumer<AccessEvent> observer) {
        this.channel = new EventChannel(socket, "/v1/events");
        this.http = new Http(socket);
        this.observer = observer;
        this.seq = since;
        this.thread = Thread.ofVirtual().name("stream-events").unstarted(this);
    }

    static EventReader start(DaemonSocket socket, long since, Consumer<AccessEvent> observer) {
        EventReader reader = new EventReader(socket, since, observer);
        reader.manager = reader.pid();
        reader.thread.start();
        return reader;
    }

    @Override
    public void run() {
        while (!channel.isStopped()) {
            try {
                channel.read(seq, this::take);
            } catch (IOException | RasException e) {
                LOG.log(Level.DEBUG, "events_broke", e);
            }
            if (!channel.isStopped()) {
                pause();
                notice();
            }
        }
    }

    private boolean take(ServerEvent event) throws IOException {
        if (!event.name().equals("message")) {
            return true;
        }
        AccessEvent read;
        try {
            read = Wire.event(Json.object(event.data()));
        } catch (RasException | StackOverflowError e) {
            throw new IOException("an event is malformed", e);
        }
        if (read.seq() > seq) {
            seq = read.seq();
            delivery.call(() -> observer.accept(read));
        }
        return !delivery.isStopped();
    }

    private void notice() {
        try {
            long now = pid();
            if (now != manager) {
                manager = now;
                seq = 0;
            }
        } catch (RasException e) {
            LOG.log(Level.DEBUG, "no_manager", e);
        }
    }

    private long pid() {
        return Wire.info(http.get("/v1/manager")).pid();
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
        thread.interrupt();
    }
}
