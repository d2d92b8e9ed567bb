package dev.dialtone.cli;

import dev.dialtone.api.Capture;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A capture that gives the pieces of the test; an empty one is its end.
final class FakeCapture implements Capture {
    private static final byte[] END = {};

    final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();

    @Nullable
    RuntimeException breaks;

    FakeCapture of(byte[]... given) {
        for (byte[] piece : given) {
            pieces.add(piece);
        }
        return this;
    }

    FakeCapture ends() {
        pieces.add(END);
        return this;
    }

    @Override
    public byte @Nullable [] next() {
        try {
            if (breaks != null && pieces.isEmpty()) {
                throw breaks;
            }
            byte[] piece = pieces.take();
            return piece.length == 0 ? null : piece;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pieces.add(END);
    }
}
