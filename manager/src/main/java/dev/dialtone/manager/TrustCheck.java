package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Whom the entry trusts, and until when.
final class TrustCheck implements Check {
    static final String SUBJECT = "trust";
    private static final String ADVICE = "Give a valid certificate with --ca FILE.";

    private final Entry entry;
    private final InstantSource wall;

    TrustCheck(Entry entry, InstantSource wall) {
        this.entry = entry;
        this.wall = wall;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(SettingsCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        String pem = entry.text(EntryOption.CA);
        if (pem.isEmpty()) {
            return Finding.ok(SUBJECT, "The server is checked against the system's certificates.");
        }
        Instant now = wall.instant();
        List<X509Certificate> certificates = Trust.certificates(pem);
        for (X509Certificate certificate : certificates) {
            CertificateText text = new CertificateText(certificate);
            if (text.daysLeft(now) < 0) {
                return Finding.failed(SUBJECT, "ca: " + text.subject() + " expired on " + text.end() + ".", ADVICE);
            }
            if (!text.begun(now)) {
                return Finding.failed(
                        SUBJECT, "ca: " + text.subject() + " is not valid before " + text.begin() + ".", ADVICE);
            }
        }
        CertificateText first = new CertificateText(certificates.getFirst());
        String more = certificates.size() > 1 ? " and " + (certificates.size() - 1) + " more" : "";
        String told = "The server is checked against " + first.validity(now) + more + ".";
        return first.endsSoon(now)
                ? Finding.warning(SUBJECT, told, "Have the next one ready: --ca FILE.")
                : Finding.ok(SUBJECT, told);
    }
}
