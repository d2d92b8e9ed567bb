package dev.dialtone.manager;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A certificate as people read it. The names in it are the peer's words.
record CertificateText(X509Certificate certificate) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SOON_DAYS = 14;
    private static final int MOST_NAME = 160;

    String subject() {
        String name = certificate.getSubjectX500Principal().getName();
        return name.isEmpty() ? "(no subject)" : printable(name);
    }

    private String issuer() {
        return printable(certificate.getIssuerX500Principal().getName());
    }

    // SECURITY: it ends in terminals and logs
    private static String printable(String name) {
        String cut = name.length() > MOST_NAME ? name.substring(0, MOST_NAME) + "..." : name;
        if (cut.chars()
                .allMatch(c -> c >= ' '
                        && c != 0x7F
                        && !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT)) {
            return cut;
        }
        return PeerBytes.quoted(cut.getBytes(StandardCharsets.UTF_8));
    }

    String begin() {
        return DAY.format(certificate.getNotBefore().toInstant());
    }

    String end() {
        return DAY.format(certificate.getNotAfter().toInstant());
    }

    boolean begun(Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant());
    }

    /// Whole days; negative when it has expired.
    long daysLeft(Instant now) {
        Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
        return left.isNegative() ? Math.min(-1, left.toDays()) : left.toDays();
    }

    boolean endsSoon(Instant now) {
        return daysLeft(now) < SOON_DAYS;
    }

    /// Whose, and from when to when.
    String validity(Instant now) {
        return subject() + ", valid from " + begin() + " to " + end() + " (" + daysLeft(now) + " days left)";
    }

    /// Each certificate of a chain with its issuer and dates.
    static String chain(List<X509Certificate> chain, Instant now) {
        return chain.stream()
                .map(CertificateText::new)
                .map(text -> text.validity(now) + ", issued by " + text.issuer())
                .collect(Collectors.joining("; "));
    }
}
