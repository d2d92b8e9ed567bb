package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One stream of server-sent events. Events are written and flushed by whatever thread brings them,
/// which a slow client may hold up; the request's own thread waits in [#run] and tells the client now
/// and then that it is still there.
final class EventStream {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Call call;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean broken;

    EventStream(Call call) {
        this.call = call;
    }

    /// One event; before [#run] has begun the answer it waits for that.
    void event(long id, Map<String, ?> json) {
        try {
            opened.await();
            write("id: " + id + "\ndata: " + Json.text(json) + "\n\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
        }
    }

    /// Nothing more will come.
    void end() {
        ended.countDown();
    }

    boolean isBroken() {
        return broken;
    }

    /// Begins the answer and stays until the end or until the client is gone.
    void run() throws IOException {
        call.open("text/event-stream", ": dialtone\n\n");
        opened.countDown();
        try {
            while (!ended.await(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)) {
                keepAlive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A last event with a name, after [#run].
    void close(String name, long seq) throws IOException {
        if (!broken) {
            call.write("event: " + name + "\ndata: " + Json.text(Map.of("seq", seq)) + "\n\n");
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
            end();
        } finally {
            writing.unlock();
        }
    }
}
