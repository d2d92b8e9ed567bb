package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.PapPacket;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Step;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// PAP, dialling (RFC 1334 §2): asks until it is answered.
final class PapClient implements ClientAuthentication {
    private static final int MAX_REQUESTS = 10;

    private final SignIn signIn;
    private final Owner owner;
    private final int identifier;
    private long deadline = Step.NEVER;
    private int requests;
    private boolean over;

    PapClient(SignIn signIn, Owner owner, int identifier) {
        this.signIn = signIn;
        this.owner = owner;
        this.identifier = identifier & 0xFF;
    }

    @Override
    public void start(long now) {
        owner.asked();
    }

    @Override
    public void respond(long now) {
        byte[] user = signIn.user().getBytes(StandardCharsets.UTF_8);
        boolean fits = user.length <= 255 && signIn.password().useUtf8(password -> password.length <= 255);
        if (!fits) {
            over = true;
            owner.refused(Failure.of(691, Layer.AUTH, "PAP carries at most 255 bytes of user name and of password."));
            return;
        }
        requests++;
        deadline = now + ControlProtocol.RESTART_NANOS;
        byte[] packet = signIn.password()
                .useUtf8(password -> new PapPacket.AuthenticateRequest(identifier, user, password).encode());
        owner.transmit(PppProtocol.PAP, packet);
        Arrays.fill(packet, (byte) 0);
    }

    @Override
    public void receive(byte[] packet, long now) {
        if (over
                || requests == 0
                || !(PapPacket.decode(packet) instanceof Decoded.Ok<PapPacket>(PapPacket answer, int _))) {
            return;
        }
        if (answer.identifier() != identifier) {
            return;
        }
        switch (answer) {
            case PapPacket.AuthenticateAck(int _, byte[] message) -> {
                end();
                owner.accepted(new AuthResult(
                        AuthMethod.PAP, PeerWords.clean(message, signIn.password()), new byte[0], new byte[0]));
            }
            case PapPacket.AuthenticateNak(int _, byte[] message) -> {
                end();
                owner.refused(Failure.of(691, Layer.AUTH, "The peer refused the user name or the password.")
                        .peer("PAP Nak", PeerWords.orNull(message, signIn.password())));
            }
            case PapPacket.AuthenticateRequest _ -> {}
        }
    }

    private void end() {
        over = true;
        deadline = Step.NEVER;
    }

    @Override
    public void tick(long now) {
        if (deadline <= now) {
            if (requests < MAX_REQUESTS) {
                respond(now);
            } else {
                end();
                owner.refused(ClientAuthentication.silence());
            }
        }
    }

    @Override
    public long deadline() {
        return deadline;
    }
}
