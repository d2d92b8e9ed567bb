package dev.dialtone.ppp;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;

/// The dialling side of an authentication protocol.
sealed interface ClientAuthentication permits PapClient, ChapClient {
    /// How long a peer may be silent before it has timed out.
    long PATIENCE_NANOS = 30_000_000_000L;

    /// Where its packets and its outcome go.
    interface Owner {
        void transmit(int protocol, byte[] packet);

        /// The peer wants an answer; it is given with [ClientAuthentication#respond].
        void asked();

        void accepted(AuthResult result);

        void refused(Failure failure);

        /// Refused, but the peer waits for other credentials: [ClientAuthentication#respond] sends them.
        ///
        /// @param canChangePassword or for a new password: [ClientAuthentication#changePassword]
        void refusedForNow(Failure failure, boolean canChangePassword);
    }

    void start(long now);

    /// From now on the peer's questions may be answered.
    void respond(long now);

    /// Sends a new password in the place of the expired one; only after it was offered.
    default void changePassword(Secret newPassword, long now) {
        throw new IllegalStateException("only MS-CHAPv2 can change a password");
    }

    void receive(byte[] packet, long now);

    /// The peer already negotiates the network: to it we are authenticated, so its verdict was lost on the way.
    default void peerWentOn() {}

    void tick(long now);

    long deadline();

    static Failure silence() {
        return Failure.retryable(718, Layer.AUTH, "The peer fell silent during authentication.");
    }
}
