package dev.dialtone.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One observer: its place in its connection's log, and the stream that it reads now. For one thread.
final class WatchedStream {
    /// What became of a stream.
    enum Turn {
        ON,
        ENDED,
        LAGGED,
        BROKE
    }

    private final String connection;
    private final WatchedLog log;
    private final LatencyHistogram delays;
    private SseBytes bytes = new SseBytes();
    private SocketChannel channel;
    private Instant openedAt = Instant.MAX;
    private long seq;
    private long events;
    private Turn turn = Turn.ON;

    WatchedStream(String connection, WatchedLog log, LatencyHistogram delays, SocketChannel channel) {
        this.connection = connection;
        this.log = log;
        this.delays = delays;
        this.channel = channel;
    }

    String connection() {
        return connection;
    }

    WatchedLog log() {
        return log;
    }

    long seq() {
        return seq;
    }

    SocketChannel channel() {
        return channel;
    }

    /// Goes on with another stream from where it is.
    void resume(SocketChannel another) {
        channel = another;
        bytes = new SseBytes();
        openedAt = Instant.MAX;
        turn = Turn.ON;
    }

    /// How many events came since this was asked last.
    long takeEvents() {
        long some = events;
        events = 0;
        return some;
    }

    /// Reads what is there.
    ///
    /// @throws IOException the stream gave what it must not
    Turn read(ByteBuffer buffer) throws IOException {
        int count;
        try {
            count = channel.read(buffer.clear());
        } catch (IOException e) {
            return Turn.BROKE;
        }
        buffer.flip();
        bytes.take(buffer, this::event);
        if (openedAt == Instant.MAX && bytes.isOpen()) {
            openedAt = Instant.now();
        }
        return turn == Turn.ON && count < 0 ? Turn.BROKE : turn;
    }

    private void event(String name, long id, String data) throws IOException {
        switch (name) {
            case "" -> notification(id, data);
            case "end" -> {
                if (!data.equals("{\"seq\":" + seq + "}")) {
                    throw new IOException("observer of " + connection + " ended with " + data + " at " + seq);
                }
                turn = Turn.ENDED;
            }
            case "lagged" -> turn = Turn.LAGGED;
            default -> {}
        }
    }

    private void notification(long id, String data) throws IOException {
        events++;
        if (id != seq + 1) {
            throw new IOException("observer of " + connection + " was given " + id + " after " + seq);
        }
        seq = id;
        if (!log.told(id, data)) {
            throw new IOException("observers of " + connection + " were told different things as " + id);
        }
        Instant published = time(data);
        // what was published before this stream stood is a replay, not a delay
        if (published.isAfter(openedAt)) {
            delays.add(ChronoUnit.MICROS.between(published, Instant.now()));
        }
    }

    private static Instant time(String data) throws IOException {
        int start = data.indexOf("\"time\":\"");
        int end = data.indexOf('"', start + 8);
        if (start < 0 || end < 0) {
            throw new IOException("a notification without time: " + data);
        }
        return Instant.parse(data.substring(start + 8, end));
    }
}
