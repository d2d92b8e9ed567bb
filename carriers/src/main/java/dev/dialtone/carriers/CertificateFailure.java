package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Puts into words why a server's certificate was refused (error 801, contract P5).
final class CertificateFailure {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int MAX_NAMES = 8;

    private CertificateFailure() {}

    /// @param wanted the host name or literal that the certificate must carry
    static Failure of(ExplainingTrustManager.Refusal refusal, String wanted, Instant now) {
        X509Certificate leaf = refusal.chain()[0];
        Explanation found = explain(refusal, wanted, now);
        return Failure.of(
                        801,
                        Layer.TLS,
                        "The server's certificate " + subject(leaf) + " " + found.why + ". The chain it sent: "
                                + chain(refusal.chain()) + ".")
                .peer("sha256:" + fingerprint(leaf), null)
                .advise(found.advice);
    }

    private record Explanation(String why, String advice) {}

    private static Explanation explain(ExplainingTrustManager.Refusal refusal, String wanted, Instant now) {
        for (int i = 0; i < refusal.chain().length; i++) {
            X509Certificate certificate = refusal.chain()[i];
            String who = i == 0 ? "" : "has an issuer, " + subject(certificate) + ", that ";
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return new Explanation(
                        who + "expired on "
                                + DATE.format(certificate.getNotAfter().toInstant()),
                        "The server's operator has to renew it. If it is newer than that, check this machine's clock.");
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return new Explanation(
                        who + "is not valid before "
                                + DATE.format(certificate.getNotBefore().toInstant()),
                        "Check this machine's clock.");
            }
        }
        X509Certificate last = refusal.chain()[refusal.chain().length - 1];
        if (causedBy(refusal.why(), CertPathBuilderException.class)) {
            boolean alone = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
            String why = alone && refusal.chain().length == 1
                    ? "is signed by itself and not among the trusted certificates"
                    : "is issued by " + last.getIssuerX500Principal().getName()
                            + ", which is not among the trusted CAs";
            return new Explanation(why, "If this is the right server, give the certificate of its CA to the entry.");
        }
        if (!causedBy(refusal.why(), CertPathValidatorException.class)
                && !carries(leafNames(refusal.chain()[0]), wanted)) {
            List<String> names = leafNames(refusal.chain()[0]);
            String carried = names.isEmpty() ? "no host name at all" : String.join(", ", names);
            return new Explanation(
                    "is for " + carried + ", not " + wanted,
                    "Use the name that the certificate carries as the host, or set the server name of the entry.");
        }
        return new Explanation(
                "is not acceptable: " + innermost(refusal.why()), "The server's operator has to replace it.");
    }

    private static List<String> leafNames(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    boolean host = name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS);
                    if (host && names.size() < MAX_NAMES) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return names;
        }
        return names;
    }

    private static boolean carries(List<String> names, String wanted) {
        if (!HostNames.isLiteral(wanted)) {
            return names.stream().anyMatch(wanted::equalsIgnoreCase);
        }
        for (String name : names) {
            try {
                if (HostNames.isLiteral(name) && InetAddress.getByName(name).equals(InetAddress.getByName(wanted))) {
                    return true;
                }
            } catch (UnknownHostException e) {
                // a literal that cannot be read carries nothing
                return false;
            }
        }
        return false;
    }

    private static boolean causedBy(Throwable why, Class<? extends Throwable> type) {
        Throwable at = why;
        for (int depth = 0; at != null && depth < 16; depth++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static String innermost(CertificateException why) {
        Throwable at = why;
        for (int depth = 0; at.getCause() != null && depth < 16; depth++) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    private static String chain(X509Certificate[] chain) {
        List<String> words = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            words.add(subject(certificate) + " issued by "
                    + certificate.getIssuerX500Principal().getName());
        }
        return String.join("; ", words);
    }

    /// SHA-256 of its DER, in lower-case hexadecimal digits; empty for one that has no encoding.
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (CertificateEncodingException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }

    static String subject(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return name.isEmpty() ? "(no subject)" : name;
    }
}
