package dev.dialtone.daemon;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A capture that gives the pieces of the test; an empty one is its end.
final class FakeCapture implements Capture {
    static final byte[] END = {};

    final String target;
    final CaptureOptions options;
    final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    FakeCapture(String target, CaptureOptions options) {
        this.target = target;
        this.options = options;
    }

    @Override
    public byte @Nullable [] next() {
        try {
            byte[] piece = pieces.take();
            return piece.length == 0 ? null : piece;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        pieces.add(END);
    }
}
