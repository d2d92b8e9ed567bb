package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.carriers.Scout;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Verdict;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// The TLS handshake with all its verification, and what was agreed on and shown in it.
final class TlsCheck implements Check {
    static final String SUBJECT = "tls";

    /// The RAS error of a certificate that was refused.
    private static final int CERTIFICATE_REFUSED = 801;

    private final EntryVisit visit;

    TlsCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(PortCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        return switch (visit.call().secured().join()) {
            case Reached.There<Transport.Peer>(Transport.Peer peer) -> secured(peer);
            case Reached.Stopped<Transport.Peer>(Failure failure) -> stopped(failure);
        };
    }

    private Finding secured(Transport.Peer peer) {
        Instant now = visit.wall().instant();
        String pin = visit.entry().text(EntryOption.PIN);
        String told = peer.protocol() + ", " + peer.cipher() + "; the certificate is "
                + (pin.isEmpty() ? "trusted, and for " + visit.wantedName() : "trusted, or the one that was pinned")
                + ". Chain: " + CertificateText.chain(peer.chain(), now) + ".";
        for (X509Certificate certificate : peer.chain()) {
            CertificateText text = new CertificateText(certificate);
            if (text.endsSoon(now)) {
                return Finding.warning(
                        SUBJECT,
                        told,
                        "The server's operator has to renew " + text.subject() + " before " + text.end() + ".");
            }
        }
        return Finding.ok(SUBJECT, told);
    }

    private Finding stopped(Failure failure) {
        if (failure.error() == CERTIFICATE_REFUSED) {
            return Findings.of(SUBJECT, failure);
        }
        for (InetAddress address : visit.open().stream().limit(1).toList()) {
            byte[] first = visit.scout().orElseThrow().greet(address, visit.port(), EntryVisit.GREET);
            if (first.length > 0 && !Scout.isTls(first)) {
                return stranger(address, first);
            }
        }
        return explained(failure);
    }

    private Finding stranger(InetAddress address, byte[] first) {
        return Finding.failed(
                        SUBJECT,
                        visit.text(address) + " is open, but answers a TLS handshake with something else.",
                        PortCheck.NOT_TLS_ADVICE)
                .said(PeerBytes.quoted(first));
    }

    private static Finding explained(Failure failure) {
        Finding found = Findings.of(SUBJECT, failure);
        return failure.retryable()
                ? new Finding(
                        SUBJECT,
                        Verdict.FAILED,
                        found.text(),
                        found.peer(),
                        (found.advice()
                                        + " A firewall that drops ICMP can do this too: the certificate is the first"
                                        + " thing larger than a small MTU.")
                                .strip())
                : found;
    }
}
