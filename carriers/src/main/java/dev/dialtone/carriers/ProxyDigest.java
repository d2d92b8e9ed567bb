package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A Digest challenge that can be answered (RFC 7616), with quality of protection `auth`.
///
/// @param algorithm how it is hashed
/// @param session   whether the hash of the password is made anew with each nonce (`-sess`)
/// @param named     the algorithm in the challenge's own words, or null when it named none
/// @param realm     each octet a character
/// @param stale     whether only the nonce was too old
/// @param userhash  whether the user's name is to be sent as its hash
record ProxyDigest(
        Algorithm algorithm,
        boolean session,
        @Nullable String named,
        String realm,
        String nonce,
        @Nullable String opaque,
        boolean stale,
        boolean userhash) {
    private static final Charset OCTETS = StandardCharsets.ISO_8859_1;
    private static final String SESSION = "-sess";

    /// A nonce is answered once: the next request has another.
    private static final String COUNT = "00000001";

    /// Weakest first.
    enum Algorithm {
        MD5("MD5"),
        SHA_256("SHA-256");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        private MessageDigest digest() {
            try {
                return MessageDigest.getInstance(word);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(word + " is missing from this Java", e);
            }
        }
    }

    /// Of a challenge with the scheme Digest; what cannot be answered is malformed.
    static Decoded<ProxyDigest> of(ProxyChallenge challenge) {
        String realm = challenge.parameters().get("realm");
        String nonce = challenge.parameters().get("nonce");
        if (realm == null || nonce == null) {
            return Decoded.malformed("Digest without a realm or a nonce", 0);
        }
        String named = challenge.parameters().get("algorithm");
        String word = named == null ? Algorithm.MD5.word : named;
        boolean session = word.toLowerCase(Locale.ROOT).endsWith(SESSION);
        String plain = session ? word.substring(0, word.length() - SESSION.length()) : word;
        @Nullable
        Algorithm algorithm = Arrays.stream(Algorithm.values())
                .filter(known -> known.word.equalsIgnoreCase(plain))
                .findFirst()
                .orElse(null);
        if (algorithm == null) {
            // SECURITY: a peer's word ends in logs and terminals
            boolean clean = plain.matches("[A-Za-z0-9-]{1,32}");
            return Decoded.malformed("Digest with the algorithm " + (clean ? word : "of another kind"), 0);
        }
        // SECURITY: without it there is no nonce of ours, and the proxy could look the password up in tables
        String protection = challenge.parameters().getOrDefault("qop", "");
        if (!List.of(protection.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)).contains("auth")) {
            return Decoded.malformed("Digest without qop=auth", 0);
        }
        return Decoded.ok(
                new ProxyDigest(
                        algorithm,
                        session,
                        named,
                        realm,
                        nonce,
                        challenge.parameters().get("opaque"),
                        "true".equalsIgnoreCase(challenge.parameters().get("stale")),
                        "true".equalsIgnoreCase(challenge.parameters().get("userhash"))),
                0);
    }

    /// The value of `Proxy-Authorization`.
    ///
    /// @param uri    the request's target
    /// @param cnonce a fresh one of ours, of characters that need no quoting
    String authorization(String method, String uri, String user, Secret password, String cnonce) {
        StringBuilder value = new StringBuilder("Digest ");
        if (userhash) {
            value.append("username=").append(quoted(userHash(user)));
        } else if (user.chars().allMatch(c -> c < 128)) {
            value.append("username=").append(quoted(user));
        } else {
            // SPEC [RFC 7616 §3.4, RFC 8187 §3.2.1]
            value.append("username*=UTF-8''").append(percentEncoded(user));
        }
        value.append(", realm=").append(quoted(realm)).append(", uri=").append(quoted(uri));
        if (named != null) {
            value.append(", algorithm=").append(algorithm.word).append(session ? SESSION : "");
        }
        value.append(", nonce=").append(quoted(nonce));
        value.append(", nc=").append(COUNT).append(", cnonce=").append(quoted(cnonce));
        value.append(", qop=auth, response=").append(quoted(response(method, uri, user, password, cnonce)));
        if (opaque != null) {
            value.append(", opaque=").append(quoted(opaque));
        }
        if (userhash) {
            value.append(", userhash=true");
        }
        return value.toString();
    }

    private String userHash(String user) {
        MessageDigest digest = algorithm.digest();
        digest.update(user.getBytes(StandardCharsets.UTF_8));
        digest.update((":" + realm).getBytes(OCTETS));
        return HexFormat.of().formatHex(digest.digest());
    }

    // SPEC [RFC 7616 §3.4.1]
    String response(String method, String uri, String user, Secret password, String cnonce) {
        MessageDigest digest = algorithm.digest();
        byte[] a1 = password.useUtf8(bytes -> {
            digest.update(user.getBytes(StandardCharsets.UTF_8));
            digest.update((":" + realm + ":").getBytes(OCTETS));
            return digest.digest(bytes);
        });
        byte[] key = hex(a1);
        if (session) {
            digest.update(key);
            Arrays.fill(key, (byte) 0);
            key = hex(digest.digest((":" + nonce + ":" + cnonce).getBytes(OCTETS)));
        }
        byte[] a2 = hex(digest.digest((method + ":" + uri).getBytes(OCTETS)));
        digest.update(key);
        // SECURITY: as good as the password to this proxy
        Arrays.fill(key, (byte) 0);
        digest.update((":" + nonce + ":" + COUNT + ":" + cnonce + ":auth:").getBytes(OCTETS));
        return HexFormat.of().formatHex(digest.digest(a2));
    }

    /// As hexadecimal digits; wipes what it is given.
    private static byte[] hex(byte[] bytes) {
        byte[] digits = new byte[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            digits[2 * i] = (byte) Character.forDigit(bytes[i] >> 4 & 0xF, 16);
            digits[2 * i + 1] = (byte) Character.forDigit(bytes[i] & 0xF, 16);
        }
        Arrays.fill(bytes, (byte) 0);
        return digits;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
