package dev.dialtone.simulator;

import dev.dialtone.core.Loop;
import dev.dialtone.testkit.ClientStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server's end of a carrier: the stream of its session.
final class ServerEnd implements ClientStream, Pipe.Receiver {
    private static final long FAREWELL_NANOS = 1_000_000_000L;

    private final SimCarrier carrier;
    private final SimLoop loop;
    private final ClientStream.Listener session;
    private @Nullable String cause;
    private long trickleNanos;
    private long trickledUntil;
    private boolean over;

    ServerEnd(SimCarrier carrier, SimLoop loop, ClientStream.Listener session) {
        this.carrier = carrier;
        this.loop = loop;
        this.session = session;
    }

    @Override
    public void start() {
        // the pipes tell it from the beginning
    }

    /// TLS stands.
    void secured(String protocol, String cipher, String serverName) {
        if (!over) {
            session.secured(protocol, cipher, List.of(serverName));
        }
    }

    @Override
    public void send(byte[] bytes) {
        if (trickleNanos == 0) {
            carrier.down().send(bytes, 0, bytes.length);
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            int at = i;
            behindTrickle(() -> carrier.down().send(bytes, at, 1));
            trickledUntil += trickleNanos;
        }
    }

    @Override
    public void sendData(byte[] bytes) {
        send(bytes);
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void trickle(Duration pause) {
        trickleNanos = Math.max(1, pause.toNanos());
        trickledUntil = loop.nanoTime();
    }

    @Override
    public void close(String why) {
        blame(why);
        behindTrickle(() -> {
            carrier.down().finish(true);
            Loop.Timer _ = loop.after(FAREWELL_NANOS, () -> over(why));
        });
    }

    private void behindTrickle(Runnable task) {
        if (trickleNanos == 0) {
            task.run();
        } else {
            trickledUntil = Math.max(trickledUntil, loop.nanoTime());
            Loop.Timer _ = loop.at(trickledUntil, task);
        }
    }

    @Override
    public void reset(String why) {
        if (!over) {
            blame(why);
            carrier.down().reset(carrier.flip());
            over(why);
        }
    }

    @Override
    public void blame(String why) {
        if (cause == null) {
            cause = why;
        }
    }

    /// It is over on this side; the session is told so on a turn of its own, then its loop is no more.
    void over(String how) {
        if (over) {
            return;
        }
        over = true;
        carrier.down().finish(false);
        String own = cause == null ? how : cause;
        loop.execute(() -> {
            session.ended(own);
            carrier.serverOver(own);
            loop.kill();
        });
    }

    // ---- from the pipe ----

    @Override
    public void received(byte[] buffer, int offset, int length) {
        if (!over) {
            session.received(buffer, offset, length);
        }
    }

    @Override
    public void ended(boolean orderly) {
        over(orderly ? "closed by the client" : "broken: cut by the client");
    }

    @Override
    public void reset() {
        over("broken: Connection reset");
    }

    @Override
    public void garbled() {
        over("broken: Tag mismatch");
    }
}
