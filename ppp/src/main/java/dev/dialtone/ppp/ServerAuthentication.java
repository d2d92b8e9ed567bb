package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.ChapMd5;
import dev.dialtone.auth.ChapPacket;
import dev.dialtone.auth.MppeKeys;
import dev.dialtone.auth.MsChapV2;
import dev.dialtone.auth.MsChapV2Exchange;
import dev.dialtone.auth.MsChapV2Failure;
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
    private static final byte[] NO_KEY = new byte[0];

    /// Where its packets and its outcome go.
    interface Owner {
        void transmit(int protocol, byte[] packet);

        void accepted(String user, AuthResult result);

        void refused(String user, String message);

        /// The peer never answered.
        void silent();
    }

    private final PppAnswererConfig config;
    private final PppAnswererScript script;
    private final AuthMethod method;
    private final Owner owner;
    private final byte[] challenge;
    private final int identifier;
    private long deadline = Step.NEVER;
    private int challenges;
    private byte @Nullable [] verdict;

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
        this.challenge = new byte[MsChapV2.CHALLENGE_BYTES];
        random.nextBytes(challenge);
        this.identifier = random.nextInt(256);
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
        } else if (ChapPacket.decode(packet) instanceof Decoded.Ok<ChapPacket>(ChapPacket.Response response, int _)
                && response.identifier() == identifier) {
            chap(response);
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
        Secret known = config.passwords().apply(user);
        boolean right = known != null
                && known.useUtf8(password -> java.security.MessageDigest.isEqual(password, request.password()));
        String refusal = refusal(right, "Login incorrect");
        byte[] words = (refusal == null ? "Welcome" : refusal).getBytes(StandardCharsets.UTF_8);
        verdict = refusal == null
                ? new PapPacket.AuthenticateAck(request.identifier(), words).encode()
                : new PapPacket.AuthenticateNak(request.identifier(), words).encode();
        decide(PppProtocol.PAP, verdict, user, refusal, new AuthResult(method, "", NO_KEY, NO_KEY));
    }

    private void chap(ChapPacket.Response response) {
        if (verdict != null) {
            owner.transmit(PppProtocol.CHAP, verdict);
            return;
        }
        String user = new String(response.name(), StandardCharsets.UTF_8);
        Secret known = config.passwords().apply(user);
        if (method == AuthMethod.MSCHAPV2) {
            msChapV2(user, known, response.value());
            return;
        }
        boolean right = known != null && ChapMd5.verify(identifier, known, challenge, response.value());
        String refusal = refusal(right, "Login incorrect");
        byte[] words = (refusal == null ? "Welcome" : refusal).getBytes(StandardCharsets.UTF_8);
        verdict = refusal == null
                ? new ChapPacket.Success(identifier, words).encode()
                : new ChapPacket.Failure(identifier, words).encode();
        decide(PppProtocol.CHAP, verdict, user, refusal, new AuthResult(method, "", NO_KEY, NO_KEY));
    }

    private void msChapV2(String user, @Nullable Secret known, byte[] value) {
        String wrong =
                new String(MsChapV2Failure.format(691, false, challenge, "Login incorrect"), StandardCharsets.UTF_8);
        byte[] proof = NO_KEY;
        AuthResult result = new AuthResult(method, "", NO_KEY, NO_KEY);
        boolean right = false;
        if (known != null && value.length == MsChapV2.RESPONSE_BYTES) {
            byte[] peerChallenge = MsChapV2Exchange.peerChallengeOf(value);
            try (MsChapV2Exchange exchange = MsChapV2.exchange(challenge, peerChallenge, user, known)) {
                right = exchange.matchesResponse(value);
                MppeKeys keys = exchange.serverKeys();
                proof = exchange.successMessage("Welcome");
                result = new AuthResult(method, "", keys.sendKey(), keys.receiveKey());
            }
        }
        String refusal = refusal(right, wrong);
        if (refusal == null && script.does(PppAnswererScript.Misbehaviour.FALSE_PROOF)) {
            if (proof.length == 0) {
                proof = ("S=" + "0".repeat(40)).getBytes(StandardCharsets.US_ASCII);
            }
            proof[2] = (byte) (proof[2] == 'A' ? 'B' : 'A');
        }
        verdict = refusal == null
                ? new ChapPacket.Success(identifier, proof).encode()
                : new ChapPacket.Failure(identifier, refusal.getBytes(StandardCharsets.UTF_8)).encode();
        decide(PppProtocol.CHAP, verdict, user, refusal, result);
    }

    private @Nullable String refusal(boolean right, String wrong) {
        if (script.authenticationFailure() != null) {
            return script.authenticationFailure();
        }
        return right ? null : wrong;
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
