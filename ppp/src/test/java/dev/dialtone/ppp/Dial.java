package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [PppSession] whose peer is the test: frames as hex text, time by hand.
final class Dial {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    final PppSession session;
    long now = 7 * SECOND;
    long wake = Step.NEVER;
    /// Frames sent since they were last taken, in hex without FF 03.
    private final List<String> sent = new ArrayList<>();
    private final List<PppAction> actions = new ArrayList<>();

    Dial(PppConfig config) {
        session = new PppSession(config, new Random(1));
    }

    static PppConfig config(AuthMethod... methods) {
        return config(false, 0, true, false, methods);
    }

    static PppConfig config(boolean wake, long echo, boolean ipv4, boolean ipv6, AuthMethod... methods) {
        return new PppConfig(
                "User",
                Secret.ofChars("clientPass".toCharArray()),
                Set.of(methods),
                ipv4,
                ipv6,
                null,
                true,
                1400,
                wake,
                echo);
    }

    Dial on(PppEvent event) {
        Step<PppAction> step = session.on(event, now);
        wake = step.wakeNanos();
        for (PppAction action : step.actions()) {
            if (action instanceof PppAction.Send(byte[] frame)) {
                sent.add(HexFormat.of().formatHex(frame, 2, frame.length));
            } else {
                actions.add(action);
            }
        }
        return this;
    }

    Dial up() {
        return on(new PppEvent.LowerUp());
    }

    /// Receives a frame written in hex, blanks ignored.
    Dial get(String hex) {
        return on(new PppEvent.Frame(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    /// Lets time pass, waking the session when it wants.
    Dial pass(long nanos) {
        long until = now + nanos;
        while (wake <= until) {
            now = Math.max(now, wake);
            on(new PppEvent.Tick());
        }
        now = until;
        return this;
    }

    /// The frames sent since the last call.
    List<String> sent() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /// The other actions since the last call.
    List<PppAction> said() {
        List<PppAction> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    /// The error of the failure among the actions said since the last call, or 0.
    int error() {
        for (PppAction action : said()) {
            if (action instanceof PppAction.Failed(dev.dialtone.core.Failure failure)) {
                return failure.error();
            }
        }
        return 0;
    }

    /// Acknowledges the last Configure-Request of that protocol among what was sent.
    Dial ackLast(String protocol) {
        String request = lastRequest(protocol);
        if (request == null) {
            throw new IllegalStateException("no request of " + protocol + " in " + sent);
        }
        return get(protocol + "02" + request.substring(6));
    }

    @Nullable
    String lastRequest(String protocol) {
        String found = null;
        for (String frame : sent) {
            found = frame.startsWith(protocol + "01") ? frame : found;
        }
        return found;
    }

    /// LCP open; the peer demands what the option says (hex, may be empty).
    Dial lcpOpen(String authentication) {
        up().ackLast("c021");
        int length = 4 + authentication.length() / 2;
        get("c021 01 10 %04x %s".formatted(length, authentication));
        return this;
    }

    /// Authenticated without any authentication, network started.
    Dial networkStarted() {
        return lcpOpen("").on(new PppEvent.StartAuthentication()).on(new PppEvent.StartNetwork());
    }

    /// IPCP open with 10.0.0.77, peer 10.0.0.1.
    Dial networkOpened() {
        networkStarted();
        String request = java.util.Objects.requireNonNull(lastRequest("8021"));
        get("8021 03" + request.substring(6, 8) + "000a 0306 0a00004d");
        ackLast("8021");
        return get("8021 01 20 000a 0306 0a000001");
    }

    static ControlPacket packet(String frame) {
        byte[] bytes = HexFormat.of().parseHex(frame);
        byte[] information = java.util.Arrays.copyOfRange(bytes, 2, bytes.length);
        return ((Decoded.Ok<ControlPacket>) ControlPacketCodec.decode(information, frame.startsWith("c021"))).value();
    }
}
