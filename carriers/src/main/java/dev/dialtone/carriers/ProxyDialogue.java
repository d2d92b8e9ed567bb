package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is said with an HTTP proxy until it is a tunnel (RFC 9110 §9.3.6): `CONNECT`, and once more with a sign-in
/// when it asks for one. Each request goes over a connection of its own, so that no answer's body ever has to be read.
final class ProxyDialogue {
    private static final String METHOD = "CONNECT";

    /// One without a sign-in, one with, and one more when the nonce was too old.
    private static final int MAX_REQUESTS = 3;

    private static final int MAX_INTERIM_ANSWERS = 8;
    private static final int CNONCE_BYTES = 16;
    private static final int MAX_NAMES = 8;

    private final String authority;
    private final ProxyWay way;
    private final RandomGenerator random;
    private byte[] head = new byte[0];
    private int interim;
    private int requests;
    private @Nullable ProxyScheme signIn;

    /// What is to be done next.
    sealed interface Turn {
        /// Connect anew and send this, which may hold a password: it is to be wiped.
        record Send(byte[] request) implements Turn {}

        /// Read on.
        record Read() implements Turn {}

        /// The tunnel is open.
        ///
        /// @param signIn how the proxy was told who is there, or null
        record Open(@Nullable ProxyScheme signIn) implements Turn {}

        /// There will be no tunnel.
        record Failed(Failure failure) implements Turn {}
    }

    /// A way to sign in that was offered and may be taken.
    private record Offer(ProxyScheme scheme, @Nullable ProxyDigest digest) {}

    /// @param authority host and port of the server, as [HostNames#authority] has them
    ProxyDialogue(String authority, ProxyWay way, RandomGenerator random) {
        this.authority = authority;
        this.way = way;
        this.random = random;
    }

    Turn start() {
        return send(new byte[0]);
    }

    /// @param length how much of the buffer came
    Turn received(byte[] buffer, int length) {
        int before = head.length;
        head = Arrays.copyOf(head, before + length);
        System.arraycopy(buffer, 0, head, before, length);
        while (true) {
            switch (ProxyAnswer.parse(head, Math.min(head.length, ProxyAnswer.MAX_BYTES))) {
                case Decoded.NeedMore<ProxyAnswer>() -> {
                    return new Turn.Read();
                }
                case Decoded.Malformed<ProxyAnswer>(String reason, int _) -> {
                    return failed(ProxyFailures.notHttp(way.address(), reason));
                }
                case Decoded.Ok<ProxyAnswer>(ProxyAnswer answer, int consumed) -> {
                    if (answer.status() >= 200) {
                        return answered(answer, consumed);
                    }
                    // SPEC [RFC 9110 §15.2] answers that announce another one
                    if (++interim > MAX_INTERIM_ANSWERS) {
                        return failed(ProxyFailures.notHttp(way.address(), "it announces its answer without end"));
                    }
                    head = Arrays.copyOfRange(head, consumed, head.length);
                }
            }
        }
    }

    /// The proxy ended the stream before it had answered.
    Turn ended() {
        return failed(ProxyFailures.cut(way.address()));
    }

    private Turn answered(ProxyAnswer answer, int consumed) {
        if (answer.status() == 407) {
            return challenged(answer);
        }
        if (answer.status() >= 300) {
            return failed(ProxyFailures.status(way.address(), authority, answer));
        }
        // SECURITY: in TLS the client speaks first; these bytes would be taken for the server's
        return consumed < head.length
                ? failed(ProxyFailures.notHttp(way.address(), "it sends on before TLS has begun"))
                : new Turn.Open(signIn);
    }

    private Turn challenged(ProxyAnswer answer) {
        List<ProxyChallenge> offered = new ArrayList<>();
        for (String value : answer.challenges()) {
            switch (ProxyChallenge.parse(value)) {
                case Decoded.Ok<List<ProxyChallenge>>(List<ProxyChallenge> several, int _) -> offered.addAll(several);
                case Decoded.Malformed<List<ProxyChallenge>>(String reason, int _) -> {
                    return failed(ProxyFailures.notHttp(way.address(), reason));
                }
                case Decoded.NeedMore<List<ProxyChallenge>>() -> {}
            }
        }
        ProxyAccess access = way.access();
        Secret password = access.password();
        if (access.user().isEmpty() || password == null) {
            return failed(ProxyFailures.signInWanted(way.address(), access, answer, names(offered)));
        }
        Offer offer = choose(offered, access);
        if (offer == null) {
            return failed(ProxyFailures.noScheme(way.address(), answer, names(offered)));
        }
        boolean onlyStale = offer.digest != null && offer.digest.stale();
        if (signIn != null && (!onlyStale || requests == MAX_REQUESTS)) {
            return failed(ProxyFailures.signInRefused(way.address(), access, answer));
        }
        signIn = offer.scheme;
        return send(offer.digest == null ? basic(access.user(), password) : digest(offer.digest, access, password));
    }

    /// Digest before Basic, and the stronger hash before the weaker one, whatever the order they come in.
    private static @Nullable Offer choose(List<ProxyChallenge> offered, ProxyAccess access) {
        Offer chosen = null;
        for (ProxyChallenge challenge : offered) {
            if (challenge.is("Digest")
                    && access.allowed().contains(ProxyScheme.DIGEST)
                    && ProxyDigest.of(challenge) instanceof Decoded.Ok<ProxyDigest>(ProxyDigest digest, int _)) {
                boolean stronger = chosen == null
                        || chosen.digest == null
                        || digest.algorithm().compareTo(chosen.digest.algorithm()) > 0;
                chosen = stronger ? new Offer(ProxyScheme.DIGEST, digest) : chosen;
            }
            if (challenge.is("Basic") && access.allowed().contains(ProxyScheme.BASIC) && chosen == null) {
                chosen = new Offer(ProxyScheme.BASIC, null);
            }
        }
        return chosen;
    }

    private static List<String> names(List<ProxyChallenge> offered) {
        return offered.stream()
                .map(challenge -> challenge.is("Digest")
                                && ProxyDigest.of(challenge)
                                        instanceof Decoded.Malformed<ProxyDigest>(String reason, int _)
                        ? reason
                        : challenge.scheme())
                .distinct()
                .limit(MAX_NAMES)
                .toList();
    }

    private byte[] digest(ProxyDigest challenge, ProxyAccess access, Secret password) {
        byte[] cnonce = new byte[CNONCE_BYTES];
        random.nextBytes(cnonce);
        return challenge
                .authorization(
                        METHOD,
                        authority,
                        access.user(),
                        password,
                        HexFormat.of().formatHex(cnonce))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    // SPEC [RFC 7617 §2]
    private static byte[] basic(String user, Secret password) {
        byte[] front = (user + ":").getBytes(StandardCharsets.UTF_8);
        return password.useUtf8(bytes -> {
            byte[] both = join(front, bytes);
            byte[] encoded = Base64.getEncoder().encode(both);
            Arrays.fill(both, (byte) 0);
            byte[] value = join("Basic ".getBytes(StandardCharsets.US_ASCII), encoded);
            Arrays.fill(encoded, (byte) 0);
            return value;
        });
    }

    /// @param authorization is wiped; empty for none
    private Turn send(byte[] authorization) {
        requests++;
        interim = 0;
        head = new byte[0];
        // SPEC [MS-SSTP §4.5] so that an administrator can tell SSTP from other traffic
        String start = METHOD + " " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nSSTPVERSION: 1.0\r\n";
        String field = authorization.length == 0 ? "" : "Proxy-Authorization: ";
        byte[] front = (start + field).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = join(front, authorization);
        Arrays.fill(authorization, (byte) 0);
        byte[] end = (field.isEmpty() ? "\r\n" : "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = join(whole, end);
        Arrays.fill(whole, (byte) 0);
        return new Turn.Send(request);
    }

    private static byte[] join(byte[] front, byte[] back) {
        byte[] both = Arrays.copyOf(front, front.length + back.length);
        System.arraycopy(back, 0, both, front.length, back.length);
        return both;
    }

    private static Turn failed(Failure failure) {
        return new Turn.Failed(failure);
    }
}
