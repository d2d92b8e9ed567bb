package dev.dialtone.testkit;

import dev.dialtone.core.Loop;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.Accounts;
import dev.dialtone.ppp.PppAnswererConfig;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A remote-access server above its byte streams: SSTP, PPP inside, a pool of addresses and a network behind
/// it that answers a ping. It has no socket, no thread and no clock; who accepts connections gives those for
/// each.
///
/// Safe for use by several threads.
public final class AnsweringServer {
    private final AnswererConfig config;
    private final StepGate gate = new StepGate();
    private final AnswererAccounts accounts;
    private final AddressPool pool;
    private final EchoNetwork network;
    private final NetworkTeller teller;
    private final List<AnswererSession> live = new ArrayList<>();
    private final Deque<AnswererSession> kept = new ArrayDeque<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong authenticated = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong established = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    /// What one session runs on.
    ///
    /// @param loop          the session's own; everything of the session runs on it, and it has the clock
    /// @param random        for all that the session draws: nonces, challenges, magic numbers, garbage
    /// @param remote        the client's outer endpoint
    /// @param misbehaviours what the session does wrong, at most one at each step
    /// @param watch         told of the client's steps
    public record Ports(
            Loop loop,
            RandomGenerator random,
            InetSocketAddress remote,
            Map<AnswererStep, Misbehaviour> misbehaviours,
            SessionWatch watch) {
        public Ports {
            // not Map.copyOf, whose order differs from one JVM to the next
            Map<AnswererStep, Misbehaviour> ordered = new EnumMap<>(AnswererStep.class);
            ordered.putAll(misbehaviours);
            misbehaviours = ordered;
        }
    }

    /// The configuration's place to listen, its TLS and its misbehaviours are the caller's to mind.
    public AnsweringServer(AnswererConfig config) {
        this.config = config;
        this.accounts = new AnswererAccounts(config.users, config.expired, config.shortestPassword);
        this.pool = new AddressPool(config.pool, config.ownAddress);
        this.network = new EchoNetwork(config.reachable);
        this.teller = new NetworkTeller(config.told, config.ownAddress, config.dns);
    }

    /// A new session.
    ///
    /// @param stream makes the stream, for the new session and for its end of the stream, which is to be told on
    ///               the session's loop how it goes; called once, before the return
    public AnswererSession accept(
            Ports ports, BiFunction<AnswererSession, ClientStream.Listener, ? extends ClientStream> stream) {
        AnswererSession session;
        // who sees the number sees the session
        synchronized (this) {
            session = new AnswererSession(this, ports, (int) accepted.incrementAndGet(), stream);
            live.add(session);
            notifyAll();
        }
        session.start();
        return session;
    }

    /// The sessions there are and those that are kept after their end, oldest first.
    public synchronized List<AnswererSession> sessions() {
        List<AnswererSession> all = new ArrayList<>(kept);
        all.addAll(live);
        all.sort(Comparator.comparingInt(AnswererSession::number));
        return all;
    }

    /// The sessions there are, oldest first.
    public synchronized List<AnswererSession> live() {
        return List.copyOf(live);
    }

    public synchronized Answerer.Counters counters() {
        return new Answerer.Counters(
                accepted.get(),
                authenticated.get(),
                refused.get(),
                established.get(),
                ended.get(),
                live.size(),
                pool.inUse(),
                network.answered(),
                network.ignored());
    }

    /// What it shows in TLS; the client's crypto binding is checked against its own certificate.
    public ServerIdentity identity() {
        return config.identity;
    }

    // ---- for the answerer ----

    /// Waits until so many sessions have come; false when that many did not come in time.
    synchronized boolean awaitAccepted(int number, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (accepted.get() < number) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    // ---- for the sessions ----

    AnswererConfig config() {
        return config;
    }

    StepGate gate() {
        return gate;
    }

    AddressPool pool() {
        return pool;
    }

    EchoNetwork network() {
        return network;
    }

    NetworkTeller teller() {
        return teller;
    }

    PppAnswererConfig pppConfig(Optional<Inet4Address> given, boolean startsFirst, Transcript transcript) {
        return new PppAnswererConfig(
                new Seeing(transcript),
                config.method,
                config.ipv4,
                config.ipv6,
                config.ownAddress,
                given.orElse(config.ownAddress),
                config.dns,
                config.nbns,
                config.mruBytes,
                startsFirst,
                "dialtone-answerer",
                config.refusal);
    }

    /// Our accounts, noting who is asked for.
    private final class Seeing implements Accounts {
        private final Transcript transcript;

        private Seeing(Transcript transcript) {
            this.transcript = transcript;
        }

        @Override
        public @Nullable Secret password(String user) {
            transcript.user(user);
            return accounts.password(user);
        }

        @Override
        public boolean expired(String user) {
            return accounts.expired(user);
        }

        @Override
        public boolean change(String user, Secret newPassword) {
            return accounts.change(user, newPassword);
        }
    }

    /// Nobody signs in any more; to be called once.
    void closeAccounts() {
        accounts.close();
    }

    void authenticated() {
        authenticated.incrementAndGet();
    }

    void refused() {
        refused.incrementAndGet();
    }

    void established() {
        established.incrementAndGet();
    }

    synchronized void ended(AnswererSession session) {
        if (live.remove(session)) {
            ended.incrementAndGet();
            kept.add(session);
            while (kept.size() > config.sessionsKept) {
                kept.remove();
            }
        }
    }
}
