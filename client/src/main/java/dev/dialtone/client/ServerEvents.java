package dev.dialtone.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Takes server-sent events out of a stream. SECURITY: an event has a limit.
///
/// SPEC [HTML Living Standard §9.2.6]
final class ServerEvents {
    private static final int MAX_LINE = 1024 * 1024;
    private static final int MAX_EVENT = 1024 * 1024;

    private final InputStream in;

    ServerEvents(InputStream in) {
        this.in = in;
    }

    /// The first one.
    ///
    /// @throws EOFException when the stream ends before it
    ServerEvent first() throws IOException {
        return next().orElseThrow(() -> new EOFException("the stream ended before its first event"));
    }

    /// The next one, or empty at the end of the stream; an event that is cut off counts as none.
    Optional<ServerEvent> next() throws IOException {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        while (true) {
            Optional<String> read = Lines.read(in, MAX_LINE);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            String line = read.get();
            if (line.isEmpty()) {
                if (any) {
                    return Optional.of(new ServerEvent(id, name, data.toString()));
                }
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> {
                    data.append(any ? "\n" : "").append(value);
                    any = true;
                }
                default -> {}
            }
            if (data.length() > MAX_EVENT) {
                throw new IOException("an event is larger than " + MAX_EVENT + " characters");
            }
        }
    }
}
