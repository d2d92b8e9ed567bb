package dev.dialtone.manager;

import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;

/// A way to no server: each try fails with 808 in the loop's next turn.
final class NoServer implements Transport {
    private NoServer() {}

    static Transport reached(Loop loop, Transport.Listener listener) {
        loop.execute(() -> {
            listener.failed(Failure.retryable(808, Layer.TCP, "no route to host"));
            listener.closed();
        });
        return new NoServer();
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {}

    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void close() {}

    @Override
    public void abort() {}
}
