package dev.dialtone.simulator;

import dev.dialtone.testkit.AnswererStep;
import org.jspecify.annotations.Nullable;

/// Hears what happens on the network and at the servers, as it happens. On the one thread; must not run time.
public interface SimObserver {
    /// Hears nothing.
    SimObserver NOBODY = new SimObserver() {
        @Override
        public void opened(Carrier carrier) {
            // nobody listens
        }

        @Override
        public void closed(Carrier carrier, String how) {
            // nobody listens
        }

        @Override
        public void wire(Carrier carrier, AnswererStep step) {
            // nobody listens
        }

        @Override
        public void fault(@Nullable Carrier carrier, FaultKind kind, String detail) {
            // nobody listens
        }
    };

    /// Which carrier.
    ///
    /// @param number 1 for the network's first
    /// @param loop   name of the client's loop
    /// @param host   the server's name as the client gave it
    record Carrier(int number, String loop, String host) {}

    /// A server has accepted a TCP connection.
    void opened(Carrier carrier);

    /// The server's side of it is over.
    void closed(Carrier carrier, String how);

    /// The server has seen the first sign of the step, whether or not it answers; each at most once for each
    /// carrier. [AnswererStep#AUTHENTICATE] and [AnswererStep#CONNECTED] are the server's own doing.
    void wire(Carrier carrier, AnswererStep step);

    /// Something was done to them.
    ///
    /// @param carrier null when it befalls no carrier in particular
    void fault(@Nullable Carrier carrier, FaultKind kind, String detail);
}
