package dev.dialtone.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a server certificate is to say. Starts from [#of], which makes a good one; each `with…` spoils or
/// changes one thing.
///
/// @param names      DNS names and address literals for the subjectAltName, the first one is the common
///                   name too; may be empty (then there is no subjectAltName)
/// @param from       notBefore
/// @param to         notAfter
/// @param serverAuth whether the extended key usage allows serverAuth (RFC 5280 §4.2.1.12), else
///                   clientAuth only
/// @param key        kind of key
/// @param selfSigned signed by its own key, so that no CA vouches for it
public record CertificateProfile(
        List<String> names, Instant from, Instant to, boolean serverAuth, Key key, boolean selfSigned) {

    /// Kinds of key; P-256 is made in a millisecond, RSA in some hundreds.
    public enum Key {
        EC_P256,
        RSA_2048
    }

    public CertificateProfile {
        names = List.copyOf(names);
    }

    /// Valid from yesterday for a year, for a server of these names.
    public static CertificateProfile of(String... names) {
        Instant now = Instant.now();
        return new CertificateProfile(
                List.of(names),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(365)),
                true,
                Key.EC_P256,
                false);
    }

    /// Ran out yesterday.
    public CertificateProfile expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
    }

    /// Begins tomorrow.
    public CertificateProfile notYetValid() {
        Instant now = Instant.now();
        return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
    }

    public CertificateProfile valid(Instant notBefore, Instant notAfter) {
        return new CertificateProfile(names, notBefore, notAfter, serverAuth, key, selfSigned);
    }

    /// For clients only: a server that shows it is not to be trusted.
    public CertificateProfile withoutServerAuth() {
        return new CertificateProfile(names, from, to, false, key, selfSigned);
    }

    public CertificateProfile withKey(Key kind) {
        return new CertificateProfile(names, from, to, serverAuth, kind, selfSigned);
    }

    public CertificateProfile asSelfSigned() {
        return new CertificateProfile(names, from, to, serverAuth, key, true);
    }
}
