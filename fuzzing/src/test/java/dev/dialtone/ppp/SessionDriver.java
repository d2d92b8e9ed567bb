package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// A lawful driver of a [PppSession] that checks every answer: the order of the phases, the bounds, the deadlines.
final class SessionDriver {
    static final String PASSWORD = "Tr0ub4dor&3";
    static final String USER = "KONTOSO\\fuzz";
    /// Longest frame that may leave: FF 03, the protocol, and what a peer takes that has said nothing of its MRU.
    private static final int MAX_FRAME = 4 + 1500;
    private static final int MAX_ACTIONS = 40;

    final Deque<byte[]> sent = new ArrayDeque<>();
    private final PppSession session;
    private final Set<Class<?>> said = new HashSet<>();
    private final Deque<PppEvent> owed = new ArrayDeque<>();
    private int atOnce;
    private long lastTick = -1;
    private boolean down;
    private final boolean told;
    long now = 1_000;
    long wake = Step.NEVER;
    NetworkResult network;
    AuthResult auth;

    SessionDriver(PppConfig config, long seed, boolean told) {
        this.told = told;
        this.session = new PppSession(config, new Random(seed));
    }

    static PppConfig config(Input input) {
        int flags = input.u8();
        Set<AuthMethod> methods = EnumSet.noneOf(AuthMethod.class);
        for (AuthMethod method : AuthMethod.values()) {
            if ((flags >> method.ordinal() & 1) == 0) {
                methods.add(method);
            }
        }
        if (methods.isEmpty()) {
            methods.add(AuthMethod.MSCHAPV2);
        }
        boolean ipv4 = (flags & 8) == 0 || (flags & 16) != 0;
        return new PppConfig(
                USER,
                Secret.ofChars(PASSWORD.toCharArray()),
                methods,
                ipv4,
                (flags & 16) == 0,
                null,
                (flags & 32) == 0,
                1400,
                (flags & 64) != 0,
                (flags & 128) == 0 ? 0 : 10_000_000_000L);
    }

    private static final Secret FRESH = Secret.ofChars("a-fresh-one".toCharArray());

    void on(PppEvent event) {
        down |= event instanceof PppEvent.LowerDown;
        Step<PppAction> step = session.on(event, now);
        wake = step.wakeNanos();
        Check.that(step.actions().size() <= MAX_ACTIONS, "one event has few actions");
        for (PppAction action : step.actions()) {
            take(action);
        }
    }

    private void take(PppAction action) {
        if (action instanceof PppAction.Send(byte[] frame)) {
            Check.that(!is(PppAction.Terminated.class), "nothing is sent after the end");
            Check.that(frame.length <= MAX_FRAME, "a frame that leaves fits the peer's MRU");
            PppFrame decoded = Check.bounded(PppFrame.decode(frame), frame.length);
            Check.that(decoded != null, "a frame that leaves is a frame");
            if (decoded.protocol() == PppProtocol.LCP || decoded.protocol() == PppProtocol.IPCP) {
                Check.that(
                        ControlPacketCodec.decode(decoded.information(), decoded.protocol() == PppProtocol.LCP)
                                instanceof Decoded.Ok<ControlPacket>,
                        "a packet that leaves is a packet");
            }
            sent.add(frame);
            return;
        }
        if (!told) {
            Check.silent(action, PASSWORD);
        }
        boolean first = said.add(action.getClass());
        boolean again = action instanceof PppAction.NetworkChanged
                || action instanceof PppAction.KeysChanged
                || action instanceof PppAction.AuthenticationRefused
                || (action instanceof PppAction.AuthenticationAsked && is(PppAction.AuthenticationRefused.class));
        Check.that(first || again, "said once: " + action);
        boolean over = is(PppAction.Failed.class) && !(action instanceof PppAction.Failed);
        Check.that(!over || action instanceof PppAction.Terminated, "after a failure only the end: " + action);
        switch (action) {
            case PppAction.LcpOpened _ -> owed.add(new PppEvent.StartAuthentication());
            case PppAction.AuthenticationAsked _ -> owed.add(new PppEvent.Respond());
            case PppAction.AuthenticationRefused(Failure _, boolean canChangePassword) ->
                owed.add(canChangePassword ? new PppEvent.ChangePassword(FRESH) : new PppEvent.Retry(USER, FRESH));
            case PppAction.Authenticated(AuthResult result) -> {
                Check.that(is(PppAction.LcpOpened.class), "no sign-in before the link");
                auth = result;
                owed.add(new PppEvent.StartNetwork());
            }
            case PppAction.KeysChanged(AuthResult result) -> auth = result;
            case PppAction.NetworkOpened(NetworkResult result) -> {
                Check.that(is(PppAction.Authenticated.class), "no network before the sign-in");
                network = result;
            }
            case PppAction.NetworkChanged(NetworkResult result) -> network = result;
            case PppAction.Failed _, PppAction.PeerTerminated _, PppAction.Terminated _, PppAction.Send _ -> {}
        }
    }

    boolean is(Class<?> action) {
        return said.contains(action);
    }

    boolean over() {
        return down
                || is(PppAction.Failed.class)
                || is(PppAction.PeerTerminated.class)
                || is(PppAction.Terminated.class);
    }

    /// Opens the gate that the session waits at, if it waits at one.
    void open() {
        if (!owed.isEmpty()) {
            on(owed.remove());
        }
    }

    /// Opens every gate that it comes to, one behind the other.
    void openAll() {
        for (int i = 0; !owed.isEmpty(); i++) {
            Check.that(i < 16, "gate behind gate without end");
            open();
        }
    }

    /// Lets time pass; whoever asked to be woken is, and not more often than it makes sense.
    void pass(long nanos) {
        long until = now + nanos;
        while (wake <= until) {
            now = Math.max(now, wake);
            atOnce = now == lastTick ? atOnce + 1 : 0;
            Check.that(atOnce < 16, "a deadline that has passed comes again and again");
            lastTick = now;
            on(new PppEvent.Tick());
        }
        now = until;
    }

    /// With all gates open and a peer that is silent: it must come to something, and be closable.
    void settle() {
        for (int i = 0; i < 8 && !owed.isEmpty(); i++) {
            open();
        }
        for (int i = 0; i < 400 && wake != Step.NEVER && !over(); i++) {
            pass(1_000_000_000L);
            open();
        }
        Check.that(over() || is(PppAction.NetworkOpened.class), "it is stuck without a deadline, or without end");
        on(new PppEvent.Close());
        pass(1_100_000_000L);
        Check.that(is(PppAction.Terminated.class), "a close takes a second at most");
        Check.that(wake == Step.NEVER, "after the end nothing is waited for");
    }
}
