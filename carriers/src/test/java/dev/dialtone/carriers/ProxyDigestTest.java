package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Vectors of RFC 7616 §3.9.1 and, for the hash of a user's name, §3.4.4 worked out by another program.
class ProxyDigestTest {
    private static final String REALM = "http-auth@example.org";
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";

    private static ProxyDigest digest(String more) {
        return answerable("Digest realm=\"" + REALM + "\", qop=\"auth, auth-int\", nonce=\"" + NONCE + "\", opaque=\""
                + OPAQUE + "\"" + more);
    }

    private static ProxyDigest answerable(String challenge) {
        return ok(ProxyDigest.of(ok(ProxyChallenge.parse(challenge)).getFirst()));
    }

    private static <T> T ok(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Ok<T>(T value, int _) -> value;
            case Decoded<T> wrong -> throw new AssertionError(wrong.toString());
        };
    }

    private static Secret password() {
        return Secret.ofChars("Circle of Life".toCharArray());
    }

    @Test
    void md5_isThatOfTheRfc() {
        String value = digest(", algorithm=MD5").authorization("GET", "/dir/index.html", "Mufasa", password(), CNONCE);

        assertThat(value)
                .isEqualTo(
                        "Digest username=\"Mufasa\", realm=\"" + REALM + "\", uri=\"/dir/index.html\", algorithm=MD5,"
                                + " nonce=\"" + NONCE + "\", nc=00000001, cnonce=\"" + CNONCE + "\", qop=auth,"
                                + " response=\"8ca523f5e9506fed4657c9700eebdbec\", opaque=\"" + OPAQUE + "\"");
    }

    @Test
    void sha256_isThatOfTheRfc() {
        assertThat(digest(", algorithm=SHA-256").response("GET", "/dir/index.html", "Mufasa", password(), CNONCE))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void noAlgorithm_isMd5AndIsNotNamed() {
        ProxyDigest digest = answerable(
                "Digest realm=\"testrealm@host.com\", qop=auth," + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"");
        Secret password = Secret.ofChars("Circle Of Life".toCharArray());

        // RFC 2617 §3.5
        assertThat(digest.authorization("GET", "/dir/index.html", "Mufasa", password, "0a4f113b"))
                .contains("response=\"6629fae49393a05397450978507c4ef1\"")
                .doesNotContain("algorithm", "opaque");
    }

    @Test
    void session_hashesThePasswordWithTheNonces() {
        assertThat(digest(", algorithm=MD5-sess").response("GET", "/dir/index.html", "Mufasa", password(), CNONCE))
                .isEqualTo("e783283f46242139c486a698fec7211d");
        assertThat(digest(", algorithm=sha-256-SESS")
                        .authorization("GET", "/dir/index.html", "Mufasa", password(), CNONCE))
                .contains(
                        "algorithm=SHA-256-sess",
                        "response=\"2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7\"");
    }

    @Test
    void userhash_sendsNoName() {
        assertThat(digest(", algorithm=SHA-256, userhash=true")
                        .authorization("CONNECT", "h:443", "Mufasa", password(), "c"))
                .contains(
                        "username=\"a947aad205e80e429958a387394944c6b496301e79f89d35a4cc23b6ee12b5b6\"",
                        "userhash=true")
                .doesNotContain("Mufasa");
    }

    @Test
    void namesOutsideOfAscii_areUtf8() {
        assertThat(digest("").authorization("CONNECT", "h:443", "Jäsøn", password(), "c"))
                .contains("username*=UTF-8''J%C3%A4s%C3%B8n")
                .doesNotContain("username=");
    }

    @Test
    void quotesInNames_areEscaped() {
        ProxyDigest digest = answerable("Digest realm=\"a \\\"b\\\" \\\\c\", nonce=n, qop=auth");

        assertThat(digest.realm()).isEqualTo("a \"b\" \\c");
        assertThat(digest.authorization("CONNECT", "h:443", "o\"neil", password(), "c"))
                .contains("username=\"o\\\"neil\"", "realm=\"a \\\"b\\\" \\\\c\"");
    }

    @Test
    void rejectsWhatCannotBeAnswered() {
        for (String challenge : List.of(
                "Digest nonce=n, qop=auth",
                "Digest realm=r, qop=auth",
                "Digest realm=r, nonce=n",
                "Digest realm=r, nonce=n, qop=auth-int",
                "Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512-256",
                "Digest realm=r, nonce=n, qop=auth, algorithm=\"\u009b31m\"")) {
            assertThat(ProxyDigest.of(ok(ProxyChallenge.parse(challenge)).getFirst()))
                    .as(challenge)
                    .isInstanceOfSatisfying(
                            Decoded.Malformed.class,
                            wrong -> assertThat(wrong.reason())
                                    .startsWith("Digest with")
                                    .doesNotContain("\u009b"));
        }
    }
}
