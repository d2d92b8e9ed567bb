package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps what a transport tells.
final class RecordingListener implements Transport.Listener {
    static final long PATIENCE_SECONDS = 20;

    final CompletableFuture<Transport.Peer> peer = new CompletableFuture<>();
    final CompletableFuture<Failure> failure = new CompletableFuture<>();
    final CountDownLatch closed = new CountDownLatch(1);
    final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void established(Transport.Peer who) {
        calls.add("established");
        peer.complete(who);
    }

    @Override
    public synchronized void received(byte[] buffer, int offset, int length) {
        bytes.write(buffer, offset, length);
        notifyAll();
    }

    @Override
    public void failed(Failure why) {
        calls.add("failed");
        failure.complete(why);
    }

    @Override
    public void closed() {
        calls.add("closed");
        closed.countDown();
    }

    Failure awaitFailure() throws Exception {
        return failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void awaitClosed() throws Exception {
        if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("never closed: " + calls);
        }
    }

    synchronized String awaitText(int length) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (bytes.size() < length && System.nanoTime() < end) {
            wait(100);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
