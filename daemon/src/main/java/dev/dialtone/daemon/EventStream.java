package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One stream of server-sent events. Events are written and flushed by whatever thread brings them,
/// which a slow client may hold up, but not for ever: one that reads nothing for the limit is cut off (N8). The
/// request's own thread waits in [#run] and tells the client now and then that it is still there.
final class EventStream {
    /// How long a client may read nothing while there is something to read.
    static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Call call;
    private final Duration readLimit;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile String lastEvent = "";
    private volatile long lastSeq;
    private volatile boolean broken;

    /// @param since what the client has already
    EventStream(Call call, Duration readLimit, long since) {
        this.call = call;
        this.readLimit = readLimit;
        this.lastSeq = since;
    }

    /// One event; before [#run] has begun the answer it waits for that.
    void event(long id, Map<String, ?> json) {
        try {
            opened.await();
            write("id: " + id + "\ndata: " + Json.text(json) + "\n\n");
            lastSeq = id;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.countDown();
        }
    }

    /// Nothing more will come, which a last event of that name says; empty for none. The first word counts.
    synchronized void end(String name) {
        if (ended.getCount() > 0) {
            lastEvent = name;
            ended.countDown();
        }
    }

    /// Whether somebody may still read.
    boolean isWanted() {
        return !broken;
    }

    /// Begins the answer and stays until the end or until the client is gone.
    ///
    /// @throws IOException the client is gone, or reads nothing
    void run() throws IOException {
        run(200, "");
    }

    /// As [#run()], with a snapshot before every event that is brought: it goes out with the head, in one
    /// piece. Its id is where the stream begins, so that a client that heard of nothing else resumes there.
    ///
    /// @param status of the answer
    void run(int status, Map<String, ?> snapshot) throws IOException {
        run(status, "id: " + lastSeq + "\nevent: status\ndata: " + Json.text(snapshot) + "\n\n");
    }

    private void run(int status, String first) throws IOException {
        call.open(status, Call.EVENTS, ": dialtone\n\n" + first, readLimit);
        opened.countDown();
        try {
            while (!ended.await(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)) {
                keepAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!lastEvent.isEmpty()) {
            write("event: " + lastEvent + "\ndata: " + Json.text(Map.of("seq", lastSeq)) + "\n\n");
        }
        if (broken) {
            throw new IOException("the stream's client is gone");
        }
    }

    // A write that is under way proves as much as a keep-alive would.
    private void keepAlive() {
        if (writing.tryLock()) {
            try {
                write(": \n\n");
            } finally {
                writing.unlock();
            }
        }
    }

    private void write(String text) {
        writing.lock();
        try {
            if (!broken) {
                call.write(text);
            }
        } catch (IOException e) {
            broken = true;
            ended.countDown();
        } finally {
            writing.unlock();
        }
    }
}
