package dev.dialtone.simulator;

import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import org.jspecify.annotations.Nullable;

/// The client's end of a carrier, as the transport of TLS over TCP would behave: the same limits, the same
/// failures, the same order of what its listener is told.
final class ClientEnd implements Transport, Pipe.Receiver {
    /// How long the TLS handshake may take once TCP stands.
    static final long HANDSHAKE_NANOS = 30_000_000_000L;

    /// How long the peer's end is waited for once ours is written.
    static final long PEER_END_NANOS = 250_000_000L;

    private enum State {
        OPENING,
        STANDING,
        LEAVING,
        OVER
    }

    private final SimCarrier carrier;
    private final SimLoop loop;
    private final Listener listener;
    private final Runnable killed = this::killed;
    private State state = State.OPENING;
    private boolean released;
    private Loop.@Nullable Timer limit;

    ClientEnd(SimCarrier carrier, SimLoop loop, Listener listener) {
        this.carrier = carrier;
        this.loop = loop;
        this.listener = listener;
        loop.onKill(killed);
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (state == State.STANDING) {
            carrier.up().send(buffer, offset, length);
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        send(buffer, offset, length);
    }

    @Override
    public void close() {
        switch (state) {
            case OPENING -> abort();
            case STANDING -> {
                released = true;
                leave();
            }
            case LEAVING, OVER -> released = true;
        }
    }

    @Override
    public void abort() {
        released = true;
        over(null);
    }

    /// TCP stands: TLS has its time from now.
    void connected() {
        limit(HANDSHAKE_NANOS, SimFailures.handshakeTimeout());
    }

    /// It has not even connected after this.
    void limit(long nanos, @Nullable Failure failure) {
        cancelLimit();
        limit = loop.after(nanos, () -> over(failure));
    }

    /// TLS stands.
    void established(Peer peer) {
        if (state == State.OPENING) {
            cancelLimit();
            state = State.STANDING;
            listener.established(peer);
        }
    }

    boolean opening() {
        return state == State.OPENING;
    }

    /// It is over; the listener is told so on a turn of its own.
    void over(@Nullable Failure failure) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        cancelLimit();
        loop.forget(killed);
        carrier.clientOver();
        loop.execute(() -> {
            if (failure != null && !released) {
                listener.failed(failure);
            }
            listener.closed();
        });
    }

    private void leave() {
        state = State.LEAVING;
        carrier.up().finish(true);
        limit(PEER_END_NANOS, null);
    }

    private void killed() {
        state = State.OVER;
        carrier.up().reset(false);
        carrier.clientOver();
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
    }

    // ---- from the pipe ----

    @Override
    public void received(byte[] buffer, int offset, int length) {
        if (state == State.STANDING) {
            listener.received(buffer, offset, length);
        }
    }

    @Override
    public void ended(boolean orderly) {
        switch (state) {
            case OPENING -> over(SimFailures.cutInHandshake());
            case STANDING -> {
                carrier.up().finish(orderly);
                over(orderly ? null : SimFailures.cut());
            }
            case LEAVING, OVER -> over(null);
        }
    }

    @Override
    public void reset() {
        over(state == State.LEAVING ? null : SimFailures.reset());
    }

    @Override
    public void garbled() {
        over(state == State.LEAVING ? null : SimFailures.garbled());
    }
}
