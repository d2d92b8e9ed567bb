package dev.dialtone.manager;

import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The carriers of one attempt, one after another: an answer to a prompt may open the next one (P2). Only the one in
/// use is heard, and nothing once the attempt's end has begun, but that it is closed. Everything runs on the
/// connection's loop.
final class AttemptCarriers {
    private final Teardown teardown;
    private final TunnelListener told;
    private final UnaryOperator<Runnable> guard;
    private final BooleanSupplier ending;

    private @Nullable Tunnel tunnel;
    private int number;
    private boolean up;
    private boolean closed = true;
    private @Nullable Runnable afterwards;

    /// @param told   hears the carrier in use, but for its `closed`
    /// @param guard  see [AttemptOwner#guarded]
    /// @param ending whether the attempt's end has begun
    AttemptCarriers(Teardown teardown, TunnelListener told, UnaryOperator<Runnable> guard, BooleanSupplier ending) {
        this.teardown = teardown;
        this.told = told;
        this.guard = guard;
        this.ending = ending;
    }

    /// The next one; it does nothing yet.
    Tunnel open(Function<TunnelListener, Tunnel> create) {
        Tunnel opened = create.apply(new Heard(++number));
        tunnel = opened;
        closed = false;
        up = true;
        teardown.tunnel(opened);
        return opened;
    }

    /// Whether the peer can still be talked to over the one in use.
    boolean isUp() {
        return up;
    }

    /// The one in use.
    Tunnel inUse() {
        Tunnel open = tunnel;
        if (open == null) {
            throw new IllegalStateException("no carrier was opened yet");
        }
        return open;
    }

    void leave() {
        up = false;
        inUse().abort();
    }

    /// Runs this once the one in use is closed: now, if it is.
    void whenClosed(Runnable next) {
        if (closed) {
            next.run();
        } else {
            afterwards = next;
        }
    }

    private void closed() {
        closed = true;
        teardown.tunnelClosed();
        Runnable next = afterwards;
        afterwards = null;
        if (next != null && !ending.getAsBoolean()) {
            next.run();
        }
    }

    private final class Heard implements TunnelListener {
        private final int mine;

        Heard(int mine) {
            this.mine = mine;
        }

        private void step(Runnable task) {
            guard.apply(() -> {
                        if (!ending.getAsBoolean() && mine == number) {
                            task.run();
                        }
                    })
                    .run();
        }

        @Override
        public void connected(CarrierInfo info) {
            step(() -> told.connected(info));
        }

        @Override
        public void established() {
            step(told::established);
        }

        @Override
        public void authenticationAsked(String method) {
            step(() -> told.authenticationAsked(method));
        }

        @Override
        public void authenticationRefused(Failure failure, boolean canChangePassword) {
            step(() -> told.authenticationRefused(failure, canChangePassword));
        }

        @Override
        public void authenticated(String method, String peerText) {
            step(() -> told.authenticated(method, peerText));
        }

        @Override
        public void projected(TunnelProjection projection) {
            step(() -> told.projected(projection));
        }

        @Override
        public void learned(TunnelProjection projection) {
            step(() -> told.learned(projection));
        }

        @Override
        public void projectionChanged(TunnelProjection projection) {
            step(() -> told.projectionChanged(projection));
        }

        @Override
        public void failed(Failure failure) {
            step(() -> told.failed(failure));
        }

        @Override
        public void closed() {
            guard.apply(() -> {
                        if (mine == number) {
                            AttemptCarriers.this.closed();
                        }
                    })
                    .run();
        }
    }
}
