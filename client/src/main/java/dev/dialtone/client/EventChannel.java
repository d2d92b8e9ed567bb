package dev.dialtone.client;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stream of server-sent events that can be opened again, and stopped by another thread.
final class EventChannel {
    private final DaemonSocket socket;
    private final Http http;
    private final String path;

    private @Nullable SocketChannel channel;
    private boolean stopped;

    /// Of the reader's thread.
    private @Nullable OpenStream begun;

    private long openedNanos = System.nanoTime();

    EventChannel(DaemonSocket socket, String path) {
        this.socket = socket;
        this.http = new Http(socket);
        this.path = path;
    }

    /// Goes on with a stream that is open already.
    ///
    /// @param path to open it again
    EventChannel(DaemonSocket socket, String path, OpenStream begun) {
        this(socket, path);
        this.begun = begun;
        this.channel = begun.channel();
    }

    interface Receiver {
        /// Takes one event and says whether to go on reading.
        boolean take(ServerEvent event) throws IOException;
    }

    /// Reads events after `since` until the receiver has enough or the stream ends.
    ///
    /// @throws IOException                       the stream broke
    /// @throws dev.dialtone.api.RasException what the manager refused, or that there is none
    void read(long since, Receiver receiver) throws IOException {
        OpenStream first = begun;
        begun = null;
        try (SocketChannel opened = first != null ? first.channel() : socket.reopen(openedNanos)) {
            if (!begin(opened)) {
                return;
            }
            openedNanos = System.nanoTime();
            ServerEvents events = first != null ? first.events() : ask(opened, since);
            Optional<ServerEvent> event = events.next();
            while (event.isPresent() && receiver.take(event.get())) {
                event = events.next();
            }
        }
    }

    private ServerEvents ask(SocketChannel opened, long since) throws IOException {
        Http.write(opened, Http.head("GET", path, "Last-Event-ID: " + since + "\r\n"));
        HttpAnswer answer = HttpAnswer.read(new ChannelInput(opened, OpenStream.BUFFER_BYTES));
        http.check(answer);
        return new ServerEvents(answer.body());
    }

    private synchronized boolean begin(SocketChannel opened) {
        channel = opened;
        return !stopped;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /// Ends reading for good, from any thread.
    synchronized void stop() {
        stopped = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // closed is closed
            }
        }
    }
}
