package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.ChapMd5;
import dev.dialtone.auth.ChapPacket;
import dev.dialtone.auth.MppeKeys;
import dev.dialtone.auth.MsChapV2;
import dev.dialtone.auth.MsChapV2Exchange;
import dev.dialtone.auth.MsChapV2Failure;
import dev.dialtone.auth.MsChapV2PasswordChange;
import dev.dialtone.auth.PapPacket;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The answering side of PAP, CHAP-MD5 and MS-CHAPv2: challenges, checks, and repeats its verdict when asked again.
final class ServerAuthentication {
    private static final int MAX_CHALLENGES = 10;
    /// How often one may be asked for a new password, or for a better one.
    private static final int MAX_CHANGES = 5;

    private static final byte[] NO_KEY = new byte[0];

    /// Where its packets and its outcome go.
    interface Owner {
        void transmit(int protocol, byte[] packet);

        void accepted(String user, AuthResult result);

        void refused(String user, String message);

        /// It may try again.
        void refusedForNow(String user, String message);

        /// The peer never answered.
        void silent();
    }

    private final PppAnswererConfig config;
    private final PppAnswererScript script;
    private final AuthMethod method;
    private final Owner owner;
    private final RandomGenerator random;
    private byte[] challenge;
    private int identifier;
    private long deadline = Step.NEVER;
    private int challenges;
    /// The last packet that decided something, and the identifier of what it answered; -1 for none.
    private byte @Nullable [] verdict;

    private int judged = -1;
    private boolean over;
    private int retriesLeft;
    private int changesLeft = MAX_CHANGES;
    /// Who signed in rightly with a password that has expired.
    private @Nullable String expired;

    ServerAuthentication(
            PppAnswererConfig config,
            PppAnswererScript script,
            AuthMethod method,
            Owner owner,
            RandomGenerator random) {
        this.config = config;
        this.script = script;
        this.method = method;
        this.owner = owner;
        this.random = random;
        this.challenge = newChallenge();
        this.identifier = random.nextInt(256);
        this.retriesLeft = config.refusal().retries();
    }

    private byte[] newChallenge() {
        byte[] fresh = new byte[MsChapV2.CHALLENGE_BYTES];
        random.nextBytes(fresh);
        return fresh;
    }

    private boolean silent() {
        return script.does(PppAnswererScript.Misbehaviour.SILENT_AUTHENTICATION);
    }

    long deadline() {
        return deadline;
    }

    void start(long now) {
        deadline = now + ControlProtocol.RESTART_NANOS;
        challenges++;
        if (method != AuthMethod.PAP && !silent()) {
            byte[] name = config.name().getBytes(StandardCharsets.UTF_8);
            owner.transmit(PppProtocol.CHAP, new ChapPacket.Challenge(identifier, challenge, name).encode());
        }
    }

    void tick(long now) {
        if (deadline <= now) {
            if (challenges < MAX_CHALLENGES) {
                start(now);
            } else {
                deadline = Step.NEVER;
                owner.silent();
            }
        }
    }

    void receive(byte[] packet) {
        if (silent()) {
            return;
        }
        if (method == AuthMethod.PAP) {
            if (PapPacket.decode(packet)
                    instanceof Decoded.Ok<PapPacket>(PapPacket.AuthenticateRequest request, int _)) {
                pap(request);
            }
        } else if (ChapPacket.decode(packet) instanceof Decoded.Ok<ChapPacket>(ChapPacket received, int _)) {
            switch (received) {
                case ChapPacket.Response _, ChapPacket.ChangePassword _ -> chap(received);
                case ChapPacket.Challenge _, ChapPacket.Success _, ChapPacket.Failure _ -> {}
            }
        }
    }

    private void pap(PapPacket.AuthenticateRequest request) {
        if (verdict != null) {
            // the same verdict under the identifier of this request
            verdict[1] = (byte) request.identifier();
            owner.transmit(PppProtocol.PAP, verdict.clone());
            return;
        }
        String user = new String(request.peerId(), StandardCharsets.UTF_8);
        Secret known = config.accounts().password(user);
        boolean right = known != null
                && known.useUtf8(password -> java.security.MessageDigest.isEqual(password, request.password()));
        String refusal = refusal(user, right);
        byte[] words = (refusal == null ? "Welcome" : refusal).getBytes(StandardCharsets.UTF_8);
        verdict = refusal == null
                ? new PapPacket.AuthenticateAck(request.identifier(), words).encode()
                : new PapPacket.AuthenticateNak(request.identifier(), words).encode();
        decide(PppProtocol.PAP, verdict, user, refusal, new AuthResult(method, "", NO_KEY, NO_KEY));
    }

    private void chap(ChapPacket packet) {
        if (verdict != null && packet.identifier() == judged) {
            owner.transmit(PppProtocol.CHAP, verdict);
        } else if (!over && packet.identifier() == identifier) {
            switch (packet) {
                case ChapPacket.Response response -> {
                    String user = new String(response.name(), StandardCharsets.UTF_8);
                    if (method == AuthMethod.MSCHAPV2) {
                        msChapV2(user, response.value());
                    } else {
                        chapMd5(user, response.value());
                    }
                }
                case ChapPacket.ChangePassword change -> {
                    if (expired != null) {
                        change(expired, change);
                    }
                }
                case ChapPacket.Challenge _, ChapPacket.Success _, ChapPacket.Failure _ -> {}
            }
        }
    }

    private void chapMd5(String user, byte[] value) {
        Secret known = config.accounts().password(user);
        boolean right = known != null && ChapMd5.verify(identifier, known, challenge, value);
        String refusal = refusal(user, right);
        byte[] words = (refusal == null ? "Welcome" : refusal).getBytes(StandardCharsets.UTF_8);
        ChapPacket packet =
                refusal == null ? new ChapPacket.Success(identifier, words) : new ChapPacket.Failure(identifier, words);
        judge(packet);
        decide(PppProtocol.CHAP, packet.encode(), user, refusal, new AuthResult(method, "", NO_KEY, NO_KEY));
    }

    private void msChapV2(String user, byte[] value) {
        Secret known = config.accounts().password(user);
        expired = null;
        if (script.authenticationFailure() != null) {
            refuse(user, script.authenticationFailure());
        } else if (known == null || value.length != MsChapV2.RESPONSE_BYTES) {
            wrong(user);
        } else {
            byte[] peerChallenge = MsChapV2Exchange.peerChallengeOf(value);
            try (MsChapV2Exchange exchange = MsChapV2.exchange(challenge, peerChallenge, user, known)) {
                if (!exchange.matchesResponse(value)) {
                    wrong(user);
                } else if (config.accounts().expired(user)) {
                    expired = user;
                    change(user, 648, "Password expired");
                } else {
                    succeed(user, exchange);
                }
            }
        }
    }

    private void wrong(String user) {
        boolean again = retriesLeft-- > 0;
        refuse(user, 691, again, "Login incorrect");
    }

    // SPEC [RFC 2759 §7]: made with the old password, and with a response that is made with the new one
    private void change(String user, ChapPacket.ChangePassword packet) {
        Secret known = config.accounts().password(user);
        try (Secret wanted = known == null
                ? null
                : MsChapV2PasswordChange.newPassword(packet, known).orElse(null)) {
            if (wanted == null) {
                change(user, 709, "Password not changed");
                return;
            }
            try (MsChapV2Exchange exchange = MsChapV2.exchange(challenge, packet.peerChallenge(), user, wanted)) {
                if (exchange.matchesChange(packet) && config.accounts().change(user, wanted)) {
                    succeed(user, exchange);
                } else {
                    change(user, 709, "Password not good enough");
                }
            }
        }
    }

    /// Asks for a new password, or for another.
    private void change(String user, int error, String words) {
        boolean again = changesLeft-- > 0;
        refuse(user, error, again, words);
    }

    private void refuse(String user, int error, boolean again, String words) {
        byte[] next = again ? newChallenge() : challenge;
        byte[] message = MsChapV2Failure.format(error, again, next, words);
        String text = new String(message, StandardCharsets.UTF_8);
        if (!again) {
            refuse(user, text);
            return;
        }
        ChapPacket failure = new ChapPacket.Failure(identifier, message);
        judged = identifier;
        verdict = failure.encode();
        challenge = next;
        // SPEC [RFC 2759 §6]: no timer, for a person has to think; and no Challenge packet
        identifier = identifier + 1 & 0xFF;
        deadline = Step.NEVER;
        owner.transmit(PppProtocol.CHAP, failure.encode());
        owner.refusedForNow(user, text);
    }

    private void refuse(String user, String message) {
        ChapPacket failure = new ChapPacket.Failure(identifier, message.getBytes(StandardCharsets.UTF_8));
        judge(failure);
        decide(PppProtocol.CHAP, failure.encode(), user, message, new AuthResult(method, "", NO_KEY, NO_KEY));
    }

    private void succeed(String user, MsChapV2Exchange exchange) {
        byte[] proof = exchange.successMessage("Welcome");
        if (script.does(PppAnswererScript.Misbehaviour.FALSE_PROOF)) {
            proof[2] = (byte) (proof[2] == 'A' ? 'B' : 'A');
        }
        ChapPacket success = new ChapPacket.Success(identifier, proof);
        judge(success);
        MppeKeys keys = exchange.serverKeys();
        AuthResult result = new AuthResult(method, "", keys.sendKey(), keys.receiveKey());
        decide(PppProtocol.CHAP, success.encode(), user, null, result);
    }

    /// For good.
    private void judge(ChapPacket packet) {
        over = true;
        judged = identifier;
        verdict = packet.encode();
    }

    /// Why not, in the words of a method that cannot change passwords; null to let in.
    private @Nullable String refusal(String user, boolean right) {
        if (script.authenticationFailure() != null) {
            return script.authenticationFailure();
        }
        if (!right) {
            return "Login incorrect";
        }
        return config.accounts().expired(user) ? "Password expired" : null;
    }

    private void decide(int protocol, byte[] packet, String user, @Nullable String refusal, AuthResult result) {
        deadline = Step.NEVER;
        owner.transmit(protocol, packet);
        if (refusal == null) {
            owner.accepted(user, result);
        } else {
            owner.refused(user, refusal);
        }
    }
}
