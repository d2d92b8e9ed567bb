package dev.dialtone.simulator;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the transport of TLS over TCP says in the same plight.
final class SimFailures {
    private SimFailures() {}

    static Failure unresolved(String host) {
        return Failure.retryable(868, Layer.DNS, "The name " + host + " could not be resolved.")
                .advise("Check the spelling, and that the name servers of this machine answer.");
    }

    static Failure refused(String where) {
        return Failure.retryable(808, Layer.TCP, where + ": Connection refused.")
                .advise("The machine is there, but nothing listens on this port.");
    }

    static Failure unreachable(String where) {
        return Failure.retryable(769, Layer.TCP, where + " cannot be reached: Network is unreachable.");
    }

    static Failure unanswered(String where) {
        return Failure.retryable(809, Layer.TCP, where + " did not answer.")
                .advise("The server is off, or a firewall drops TCP to this port.");
    }

    static Failure untrusted(List<X509Certificate> chain) {
        String subject = chain.getFirst().getSubjectX500Principal().getName();
        String issuer = chain.getLast().getIssuerX500Principal().getName();
        String why = chain.size() == 1 && subject.equals(issuer)
                ? "is signed by itself and not among the trusted certificates"
                : "is issued by " + issuer + ", which is not among the trusted CAs";
        return Failure.of(
                        801,
                        Layer.TLS,
                        "The server's certificate " + subject + " " + why + ". The chain it sent: " + subject
                                + " issued by " + issuer + ".")
                .advise("If this is the right server, give the certificate of its CA to the entry.");
    }

    static Failure notTls() {
        return Failure.of(808, Layer.TLS, "The server does not speak TLS on this port.")
                .advise("Check the port: SSTP is TLS from the first byte, usually on 443.");
    }

    static Failure handshakeTimeout() {
        return Failure.retryable(809, Layer.TLS, "The server did not finish the TLS handshake within 30 s.");
    }

    static Failure cutInHandshake() {
        return Failure.retryable(
                619, Layer.TLS, "The server cut the connection instead of answering the TLS handshake.");
    }

    static Failure cut() {
        return Failure.retryable(619, Layer.TCP, "The server cut the connection.");
    }

    static Failure reset() {
        return Failure.retryable(619, Layer.TCP, "The connection broke: Connection reset.");
    }

    static Failure garbled() {
        return Failure.retryable(619, Layer.TLS, "The connection broke: Tag mismatch.");
    }
}
