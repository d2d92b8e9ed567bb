package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// What a client shows a server that asks for a certificate. Opened for each handshake, on a thread of the
/// transport's, which it may hold up.
@FunctionalInterface
public interface ClientIdentity {
    /// The key and its certificates.
    ///
    /// @throws Unusable it cannot be had, and why
    Opened open() throws Unusable;

    /// Ready to be shown.
    ///
    /// @param chain the client's own certificate first
    record Opened(PrivateKey key, List<X509Certificate> chain) {
        public Opened {
            chain = List.copyOf(chain);
        }
    }

    /// The identity cannot be had; the dial fails with that.
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        public Unusable(Failure failure) {
            super(failure.reason());
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }
}
