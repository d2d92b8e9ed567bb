package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.ChapMd5;
import dev.dialtone.auth.ChapPacket;
import dev.dialtone.auth.MppeKeys;
import dev.dialtone.auth.MsChapV2;
import dev.dialtone.auth.MsChapV2Exchange;
import dev.dialtone.auth.MsChapV2Failure;
import dev.dialtone.auth.MsChapV2PasswordChange;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// CHAP, dialling: CHAP-MD5 (RFC 1994) or MS-CHAPv2 (RFC 2759). A challenge that comes again is answered again with
/// the same bytes, also after the success.
///
/// A Failure of MS-CHAPv2 that lets us go on carries the next challenge, under the next identifier; it is answered by
/// another Response or by a Change-Password, never repeated: such a peer has put away its timers (RFC 2759 §6).
final class ChapClient implements ClientAuthentication {
    private static final Set<Integer> KNOWN_ERRORS = Set.of(646, 647, 648, 649, 691, 709);

    private static final int MAX_REPETITIONS = 10;

    private final SignIn signIn;
    private final AuthMethod method;
    private final Owner owner;
    private final RandomGenerator random;
    private long deadline = Step.NEVER;
    private ChapPacket.@Nullable Challenge challenge;
    /// The challenge that was answered wrongly: late copies of it mean nothing.
    private ChapPacket.@Nullable Challenge refusedChallenge;
    /// A Response or a Change-Password; null while there is a challenge to answer.
    private @Nullable ChapPacket sent;
    private @Nullable Secret newPassword;
    private @Nullable MsChapV2Exchange exchange;
    private int repetitions;
    private boolean mayRespond;
    private boolean accepted;
    private boolean refused;

    ChapClient(SignIn signIn, AuthMethod method, Owner owner, RandomGenerator random) {
        this.signIn = signIn;
        this.method = method;
        this.owner = owner;
        this.random = random;
    }

    @Override
    public void start(long now) {
        deadline = now + PATIENCE_NANOS;
    }

    @Override
    public void respond(long now) {
        mayRespond = true;
        if (challenge != null && sent == null) {
            answer(challenge, now);
        }
    }

    @Override
    public void changePassword(Secret wanted, long now) {
        if (!MsChapV2PasswordChange.fits(wanted)) {
            String reason = "A new password has at most " + MsChapV2PasswordChange.MAX_CHARS + " characters.";
            owner.refusedForNow(Failure.of(709, Layer.AUTH, reason), true);
            return;
        }
        ChapPacket.Challenge asked = Objects.requireNonNull(challenge, "nothing was refused");
        newPassword = wanted;
        mayRespond = true;
        MsChapV2Exchange begun = exchange(asked, wanted);
        send(MsChapV2PasswordChange.packet(asked.identifier(), begun, signIn.password(), wanted, random), now);
    }

    @Override
    public void receive(byte[] packet, long now) {
        if (refused || !(ChapPacket.decode(packet) instanceof Decoded.Ok<ChapPacket>(ChapPacket received, int _))) {
            return;
        }
        switch (received) {
            case ChapPacket.Challenge asked -> challenged(asked, now);
            case ChapPacket.Success(int id, byte[] message) -> {
                if (sent != null && sent.identifier() == id) {
                    succeeded(message);
                }
            }
            case ChapPacket.Failure(int id, byte[] message) -> {
                if (sent != null && sent.identifier() == id) {
                    failed(message);
                }
            }
            case ChapPacket.Response _, ChapPacket.ChangePassword _ -> {}
        }
    }

    private void challenged(ChapPacket.Challenge asked, long now) {
        // SPEC [RFC 2759 §3]: the challenge has 16 bytes
        if (method == AuthMethod.MSCHAPV2 && asked.value().length != MsChapV2.CHALLENGE_BYTES) {
            return;
        }
        if (same(refusedChallenge, asked) || (changing() && !accepted)) {
            return;
        }
        if (same(challenge, asked) && sent != null) {
            owner.transmit(PppProtocol.CHAP, sent.encode());
            return;
        }
        boolean first = challenge == null;
        challenge = asked;
        sent = null;
        if (mayRespond) {
            answer(asked, now);
        } else {
            // waiting is now the driver's, not the peer's
            deadline = Step.NEVER;
            if (first) {
                owner.asked();
            }
        }
    }

    private static boolean same(ChapPacket.@Nullable Challenge one, ChapPacket.Challenge other) {
        return one != null && one.identifier() == other.identifier() && Arrays.equals(one.value(), other.value());
    }

    private boolean changing() {
        return sent instanceof ChapPacket.ChangePassword;
    }

    private void answer(ChapPacket.Challenge asked, long now) {
        byte[] value = method == AuthMethod.MSCHAPV2
                ? exchange(asked, signIn.password()).responseValue()
                : ChapMd5.response(asked.identifier(), signIn.password(), asked.value());
        byte[] name = signIn.user().getBytes(StandardCharsets.UTF_8);
        send(new ChapPacket.Response(asked.identifier(), value, name), now);
    }

    private MsChapV2Exchange exchange(ChapPacket.Challenge asked, Secret password) {
        byte[] peerChallenge = new byte[MsChapV2.CHALLENGE_BYTES];
        random.nextBytes(peerChallenge);
        if (exchange != null) {
            exchange.close();
        }
        MsChapV2Exchange begun = MsChapV2.exchange(asked.value(), peerChallenge, signIn.user(), password);
        exchange = begun;
        return begun;
    }

    private void send(ChapPacket packet, long now) {
        sent = packet;
        if (!accepted && deadline == Step.NEVER) {
            deadline = now + PATIENCE_NANOS;
        }
        owner.transmit(PppProtocol.CHAP, packet.encode());
    }

    private void succeeded(byte[] message) {
        if (accepted && exchange == null) {
            return;
        }
        if (exchange == null) {
            accept(PeerWords.clean(message), new byte[0], new byte[0]);
            return;
        }
        // SECURITY [RFC 2759 §5]: a server that cannot prove that it knows the password is not our server
        if (!exchange.matchesSuccess(message)) {
            refuse(Failure.of(778, Layer.AUTH, "The server did not prove that it knows the password."));
            return;
        }
        MppeKeys keys = exchange.clientKeys();
        exchange.close();
        if (newPassword != null) {
            signIn.changed(newPassword);
            newPassword = null;
        }
        int words = 42;
        while (words < message.length && message[words] == ' ') {
            words++;
        }
        if (words + 1 < message.length && message[words] == 'M' && message[words + 1] == '=') {
            words += 2;
        }
        accept(PeerWords.clean(Arrays.copyOfRange(message, words, message.length)), keys.sendKey(), keys.receiveKey());
    }

    private void accept(String words, byte[] sendKey, byte[] receiveKey) {
        deadline = Step.NEVER;
        if (!accepted) {
            accepted = true;
            owner.accepted(new AuthResult(method, words, sendKey, receiveKey));
        }
    }

    private void failed(byte[] message) {
        Failure failure = failure(message);
        if (method != AuthMethod.MSCHAPV2) {
            refuse(failure);
            return;
        }
        MsChapV2Failure parsed = MsChapV2Failure.parse(message);
        byte[] next = parsed.challenge();
        ChapPacket answered = sent;
        // SPEC [RFC 2759 §6]: V=3 is the version that can change passwords; the peer waits for it whatever R= says.
        // One that could not be changed has still expired
        boolean expired = parsed.error() == 648 || (parsed.error() == 709 && parsed.retry() && changing());
        boolean canChange = expired && parsed.version() >= 3;
        if (accepted || answered == null || next == null || !(parsed.retry() || canChange)) {
            refuse(failure);
            return;
        }
        refusedChallenge = challenge;
        // SPEC [RFC 2759 §6]: no Challenge packet comes, the next one is in the Failure
        challenge = new ChapPacket.Challenge(answered.identifier() + 1 & 0xFF, next, new byte[0]);
        if (exchange != null) {
            exchange.close();
        }
        sent = null;
        newPassword = null;
        mayRespond = false;
        repetitions = 0;
        deadline = Step.NEVER;
        owner.refusedForNow(failure, canChange);
    }

    private void refuse(Failure failure) {
        refused = true;
        deadline = Step.NEVER;
        owner.refused(failure);
    }

    private Failure failure(byte[] message) {
        if (method != AuthMethod.MSCHAPV2) {
            return Failure.of(691, Layer.AUTH, "The peer refused the user name or the password.")
                    .peer("CHAP Failure", PeerWords.orNull(message));
        }
        MsChapV2Failure parsed = MsChapV2Failure.parse(message);
        int error = KNOWN_ERRORS.contains(parsed.error()) ? parsed.error() : 691;
        String words = PeerWords.clean(parsed.message().isEmpty() ? parsed.text() : parsed.message());
        Failure failure =
                Failure.of(error, Layer.AUTH, reason(error)).peer(parsed.code(), words.isEmpty() ? null : words);
        // INTEROP [FreeRADIUS]: has answered 648 to a wrong password
        return error == 648
                ? failure.advise("The password is expired or wrong: some servers say the one for the other.")
                : failure;
    }

    private static String reason(int error) {
        return switch (error) {
            case 646 -> "The account may not sign in at this hour.";
            case 647 -> "The account is disabled.";
            case 648 -> "The password has expired.";
            case 649 -> "The account has no right to dial in.";
            case 709 -> "The change of the password was refused.";
            default -> "The peer refused the user name or the password.";
        };
    }

    // SPEC [RFC 1994 §4.2]: a response that comes again after the verdict is answered with the same verdict.
    // Without this sign sending it could disturb a server that still asks its RADIUS.
    @Override
    public void peerWentOn() {
        if (sent != null && !accepted && !refused && repetitions < MAX_REPETITIONS) {
            repetitions++;
            owner.transmit(PppProtocol.CHAP, sent.encode());
        }
    }

    @Override
    public void tick(long now) {
        if (deadline <= now) {
            refuse(ClientAuthentication.silence());
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }
}
