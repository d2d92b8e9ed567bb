package dev.dialtone.client;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Json;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/// A stream of one connection's notifications that has told its status and nothing more yet.
///
/// @param events what follows the status
/// @param status as of the moment at which the daemon attached the stream: there is no notification that is neither
///               in it nor in the stream
/// @param since  the stream goes on behind this seq
record OpenStream(SocketChannel channel, ServerEvents events, ConnectionStatus status, long since)
        implements AutoCloseable {

    /// Small, because streams are open by the thousand.
    static final int BUFFER_BYTES = 1024;

    static final String STATUS = "status";

    /// Reads the first event.
    ///
    /// @throws IOException the stream ended before it, or began with something else
    static OpenStream of(SocketChannel channel, HttpAnswer answer) throws IOException {
        ServerEvents events = new ServerEvents(answer.body());
        ServerEvent first = events.first();
        if (!first.name().equals(STATUS) || !first.id().matches("[0-9]{1,18}")) {
            throw new IOException("a stream does not begin with a status");
        }
        return new OpenStream(channel, events, status(first), Long.parseLong(first.id()));
    }

    /// @throws IOException it is none
    static ConnectionStatus status(ServerEvent event) throws IOException {
        try {
            return Wire.status(Json.object(event.data()));
        } catch (RasException | StackOverflowError e) {
            throw new IOException("an event is not a status", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // closed is closed
        }
    }
}
