package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import dev.dialtone.fuzz.Check;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A lawful driver of a [PppAnswerer] that checks every answer.
final class AnswererDriver {
    final Deque<byte[]> sent = new ArrayDeque<>();
    private final PppAnswerer answerer;
    private final boolean told;
    private final Set<Class<?>> said = new HashSet<>();
    private long lastTick = -1;
    private int atOnce;
    long now = 1_000;
    long wake = Step.NEVER;
    AuthResult auth;

    AnswererDriver(AuthMethod method, int flags, long seed, boolean told) {
        this.told = told;
        Secret password = Secret.ofChars(SessionDriver.PASSWORD.toCharArray());
        PppAnswererConfig config = new PppAnswererConfig(
                new Accounts() {
                    private Secret now = password;
                    private boolean expired = (flags & 64) != 0;

                    @Override
                    public @Nullable Secret password(String user) {
                        return user.equals(SessionDriver.USER) ? now : null;
                    }

                    @Override
                    public boolean expired(String user) {
                        return expired;
                    }

                    @Override
                    public boolean change(String user, Secret newPassword) {
                        expired = false;
                        now = newPassword.copy();
                        return true;
                    }
                },
                method,
                (flags & 1) == 0,
                (flags & 2) == 0 || (flags & 1) != 0,
                ip("10.0.0.1"),
                ip("10.0.0.77"),
                List.of(ip("10.0.0.2"), ip("10.0.0.3")),
                List.of(ip("10.0.0.4")),
                1500,
                (flags & 4) == 0,
                "gate",
                new RefusalPolicy((flags >> 3) & 3, (flags & 32) != 0));
        this.answerer = new PppAnswerer(config, PppAnswererScript.HONEST, new Random(seed));
    }

    private static Inet4Address ip(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }

    void on(PppEvent event) {
        Step<PppAnswererAction> step = answerer.on(event, now);
        wake = step.wakeNanos();
        Check.that(step.actions().size() <= 40, "one event has few actions");
        for (PppAnswererAction action : step.actions()) {
            if (action instanceof PppAnswererAction.Send(byte[] frame)) {
                Check.that(!over(), "nothing is sent after the end");
                Check.that(frame.length <= 1504, "a frame that leaves fits the peer's MRU");
                sent.add(frame);
                continue;
            }
            if (!told) {
                Check.silent(action, SessionDriver.PASSWORD);
            }
            boolean first = said.add(action.getClass());
            // one that is refused may try again, as often as the policy says
            boolean many = action instanceof PppAnswererAction.NetworkChanged
                    || action instanceof PppAnswererAction.KeysChanged
                    || action instanceof PppAnswererAction.AuthenticationRefused
                    || action instanceof PppAnswererAction.AuthenticationFailed;
            Check.that(first || many, "said once: " + action);
            if (action instanceof PppAnswererAction.Authenticated(String _, AuthResult result)) {
                auth = result;
            }
            if (action instanceof PppAnswererAction.KeysChanged(AuthResult result)) {
                auth = result;
            }
        }
    }

    boolean is(Class<?> action) {
        return said.contains(action);
    }

    /// A carrier that was told to be cut is not asked for anything more.
    boolean over() {
        return is(PppAnswererAction.Terminated.class) || is(PppAnswererAction.CutCarrier.class);
    }

    void tick() {
        atOnce = now == lastTick ? atOnce + 1 : 0;
        Check.that(atOnce < 16, "a deadline that has passed comes again and again");
        lastTick = now;
        on(new PppEvent.Tick());
    }

    void pass(long nanos) {
        long until = now + nanos;
        while (wake <= until) {
            now = Math.max(now, wake);
            tick();
        }
        now = until;
    }

    void settle() {
        for (int i = 0; i < 400 && wake != Step.NEVER && !over(); i++) {
            pass(1_000_000_000L);
        }
        on(new PppEvent.Close());
        pass(1_100_000_000L);
        Check.that(over(), "a close takes a second at most");
        Check.that(wake == Step.NEVER, "after the end nothing is waited for");
    }
}
