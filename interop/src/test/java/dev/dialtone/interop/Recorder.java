package dev.dialtone.interop;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// An observer that keeps what it is told and can be waited for.
final class Recorder implements Observer {
    private final List<Notification> all = new ArrayList<>();
    private boolean ended;
    private long lastSeq;

    @Override
    public synchronized void onNotification(Notification notification) {
        all.add(notification);
        notifyAll();
    }

    @Override
    public synchronized void onEnd(long seq) {
        ended = true;
        lastSeq = seq;
        notifyAll();
    }

    synchronized List<Notification> all() {
        return List.copyOf(all);
    }

    /// The first notification of that kind, as soon as it is there.
    synchronized Notification await(Predicate<Notification> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            for (Notification notification : all) {
                if (wanted.test(notification)) {
                    return notification;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not told within " + limit + "; told were " + Told.of(all));
            }
            wait(left);
        }
    }

    /// Waits for the end of the stream; the last `seq` it named.
    synchronized long awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!ended) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("the stream did not end within " + limit + "; told were " + Told.of(all));
            }
            wait(left);
        }
        return lastSeq;
    }

    synchronized boolean hasEnded() {
        return ended;
    }
}
