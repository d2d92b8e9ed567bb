package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.ChapMd5;
import dev.dialtone.auth.ChapPacket;
import dev.dialtone.auth.MppeKeys;
import dev.dialtone.auth.MsChapV2;
import dev.dialtone.auth.MsChapV2Exchange;
import dev.dialtone.auth.MsChapV2Failure;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// CHAP, dialling: CHAP-MD5 (RFC 1994) or MS-CHAPv2 (RFC 2759). A challenge that comes again is answered again with
/// the same bytes, also after the success.
final class ChapClient implements ClientAuthentication {
    private static final Set<Integer> KNOWN_ERRORS = Set.of(646, 647, 648, 649, 691, 709);

    private static final int MAX_REPETITIONS = 10;

    private final PppConfig config;
    private final AuthMethod method;
    private final Owner owner;
    private final RandomGenerator random;
    private long deadline = Step.NEVER;
    private ChapPacket.@Nullable Challenge challenge;
    private ChapPacket.@Nullable Response response;
    private @Nullable MsChapV2Exchange exchange;
    private int repetitions;
    private boolean mayRespond;
    private boolean accepted;
    private boolean refused;

    ChapClient(PppConfig config, AuthMethod method, Owner owner, RandomGenerator random) {
        this.config = config;
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
        if (challenge != null && response == null) {
            answer(challenge, now);
        }
    }

    @Override
    public void receive(byte[] packet, long now) {
        if (refused || !(ChapPacket.decode(packet) instanceof Decoded.Ok<ChapPacket>(ChapPacket received, int _))) {
            return;
        }
        switch (received) {
            case ChapPacket.Challenge asked -> challenged(asked, now);
            case ChapPacket.Success(int id, byte[] message) -> {
                if (response != null && response.identifier() == id) {
                    succeeded(message);
                }
            }
            case ChapPacket.Failure(int id, byte[] message) -> {
                if (response != null && response.identifier() == id) {
                    refuse(failure(message));
                }
            }
            case ChapPacket.Response _ -> {}
        }
    }

    private void challenged(ChapPacket.Challenge asked, long now) {
        // SPEC [RFC 2759 §3]: the challenge has 16 bytes
        if (method == AuthMethod.MSCHAPV2 && asked.value().length != MsChapV2.CHALLENGE_BYTES) {
            return;
        }
        boolean same = challenge != null
                && challenge.identifier() == asked.identifier()
                && Arrays.equals(challenge.value(), asked.value());
        if (same && response != null) {
            owner.transmit(PppProtocol.CHAP, response.encode());
            return;
        }
        boolean first = challenge == null;
        challenge = asked;
        response = null;
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

    private void answer(ChapPacket.Challenge asked, long now) {
        byte[] value;
        if (method == AuthMethod.MSCHAPV2) {
            byte[] peerChallenge = new byte[MsChapV2.CHALLENGE_BYTES];
            random.nextBytes(peerChallenge);
            if (exchange != null) {
                exchange.close();
            }
            exchange = MsChapV2.exchange(asked.value(), peerChallenge, config.user(), config.password());
            value = exchange.responseValue();
        } else {
            value = ChapMd5.response(asked.identifier(), config.password(), asked.value());
        }
        response =
                new ChapPacket.Response(asked.identifier(), value, config.user().getBytes(StandardCharsets.UTF_8));
        if (!accepted && deadline == Step.NEVER) {
            deadline = now + PATIENCE_NANOS;
        }
        owner.transmit(PppProtocol.CHAP, response.encode());
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
        if (response != null && !accepted && !refused && repetitions < MAX_REPETITIONS) {
            repetitions++;
            owner.transmit(PppProtocol.CHAP, response.encode());
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
