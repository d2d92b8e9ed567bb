package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [PppSession] and a [PppAnswerer] over a link in virtual time that may lose, repeat and damage frames.
final class TwoEnds {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000_000_000L;
    static final String USER = "LAB\\anna";

    /// What the link does to frames, in chances of 1.
    record Faults(double loss, double duplication, double corruption) {
        static final Faults NONE = new Faults(0, 0, 0);
    }

    private record Delivery(long at, long order, boolean toClient, byte[] frame) {}

    final PppSession client;
    final PppAnswerer server;
    final List<PppAction> clientActions = new ArrayList<>();
    final List<PppAnswererAction> serverActions = new ArrayList<>();
    /// Protocol and code of every frame sent, in order: `c LCP 1`.
    final List<String> wire = new ArrayList<>();
    /// Every frame the client sent, lost ones too.
    final List<byte[]> sentByClient = new ArrayList<>();

    /// Frames that the link loses, by count from the start of each side.
    Set<Integer> loseFromClient = Set.of();

    Set<Integer> loseFromServer = Set.of();
    boolean startAuthentication = true;
    boolean respond = true;
    boolean startNetwork = true;
    /// What the client's owner has to offer, one after the other, when it is refused.
    final List<PppEvent> offers = new ArrayList<>();

    long now;
    long networkOpenedAt = -1;

    private final Faults faults;
    private final Random random;
    private final PriorityQueue<Delivery> deliveries =
            new PriorityQueue<>(Comparator.comparingLong(Delivery::at).thenComparingLong(Delivery::order));
    private final List<PppEvent> pending = new ArrayList<>();
    private long order;
    private int fromClient;
    private int fromServer;
    private long clientWake = Step.NEVER;
    private long serverWake = Step.NEVER;

    TwoEnds(PppConfig config, PppAnswererConfig answererConfig, PppAnswererScript script, Faults faults, long seed) {
        this.random = new Random(seed);
        this.faults = faults;
        this.client = new PppSession(config, new Random(seed + 1));
        this.server = new PppAnswerer(answererConfig, script, new Random(seed + 2));
    }

    static TwoEnds honest(PppConfig config, PppAnswererConfig answererConfig) {
        return new TwoEnds(config, answererConfig, PppAnswererScript.HONEST, Faults.NONE, 42);
    }

    static TwoEnds scripted(PppAnswererScript script) {
        return new TwoEnds(
                config(Set.of(AuthMethod.values()), false),
                answerer(AuthMethod.MSCHAPV2, false),
                script,
                Faults.NONE,
                42);
    }

    static PppConfig config(Set<AuthMethod> methods, boolean ipv6) {
        return new PppConfig(
                USER, Secret.ofChars("Pässword".toCharArray()), methods, true, ipv6, null, true, 1400, false, 0);
    }

    static PppAnswererConfig answerer(@Nullable AuthMethod method, boolean ipv6) {
        Secret password = Secret.ofChars("Pässword".toCharArray());
        return answerer(user -> user.equals(USER) ? password : null, method, ipv6, RefusalPolicy.FINAL);
    }

    static PppAnswererConfig answerer(
            Accounts accounts, @Nullable AuthMethod method, boolean ipv6, RefusalPolicy refusal) {
        return new PppAnswererConfig(
                accounts,
                method,
                true,
                ipv6,
                ip("10.0.0.1"),
                ip("10.0.0.77"),
                List.of(ip("10.0.0.2"), ip("10.0.0.3")),
                List.of(ip("10.0.0.4")),
                1500,
                true,
                "gate",
                refusal);
    }

    static Inet4Address ip(String text) {
        return (Inet4Address) java.net.InetAddress.ofLiteral(text);
    }

    void clientEvent(PppEvent event) {
        Step<PppAction> step = client.on(event, now);
        clientWake = step.wakeNanos();
        for (PppAction action : step.actions()) {
            clientActions.add(action);
            switch (action) {
                case PppAction.Send(byte[] frame) -> {
                    log("c", frame);
                    sentByClient.add(frame.clone());
                    transmit(false, frame, loseFromClient.contains(fromClient++));
                }
                case PppAction.LcpOpened _ -> later(startAuthentication, new PppEvent.StartAuthentication());
                case PppAction.AuthenticationAsked _ -> later(respond, new PppEvent.Respond());
                case PppAction.Authenticated _ -> later(startNetwork, new PppEvent.StartNetwork());
                case PppAction.NetworkOpened _ -> networkOpenedAt = now;
                case PppAction.KeysChanged _ -> {}
                case PppAction.NetworkChanged _, PppAction.Failed _, PppAction.PeerTerminated _ -> {}
                case PppAction.AuthenticationRefused _ -> {
                    if (!offers.isEmpty()) {
                        pending.add(offers.removeFirst());
                    }
                }
                case PppAction.Terminated _ -> {}
            }
        }
        while (!pending.isEmpty()) {
            clientEvent(pending.removeFirst());
        }
    }

    private void later(boolean wanted, PppEvent event) {
        if (wanted) {
            pending.add(event);
        }
    }

    void serverEvent(PppEvent event) {
        Step<PppAnswererAction> step = server.on(event, now);
        serverWake = step.wakeNanos();
        for (PppAnswererAction action : step.actions()) {
            serverActions.add(action);
            if (action instanceof PppAnswererAction.Send(byte[] frame)) {
                log("s", frame);
                transmit(true, frame, loseFromServer.contains(fromServer++));
            }
        }
    }

    private void log(String side, byte[] frame) {
        wire.add("%s %02x%02x %d id %d".formatted(side, frame[2], frame[3], frame[4], frame[5] & 0xFF));
    }

    private void transmit(boolean toClient, byte[] frame, boolean lost) {
        if (lost || random.nextDouble() < faults.loss) {
            return;
        }
        byte[] sent = frame.clone();
        if (random.nextDouble() < faults.corruption) {
            sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
        }
        deliveries.add(new Delivery(now + 5 * MILLI, order++, toClient, sent));
        if (random.nextDouble() < faults.duplication) {
            deliveries.add(new Delivery(now + 9 * MILLI, order++, toClient, sent.clone()));
        }
    }

    TwoEnds start() {
        serverEvent(new PppEvent.LowerUp());
        clientEvent(new PppEvent.LowerUp());
        return this;
    }

    /// Lets time pass until nothing is left to happen or the limit is reached.
    TwoEnds run(long nanos) {
        long until = now + nanos;
        while (true) {
            long next = Math.min(clientWake, serverWake);
            Delivery delivery = deliveries.peek();
            if (delivery != null) {
                next = Math.min(next, delivery.at);
            }
            if (next > until) {
                now = until;
                return this;
            }
            now = Math.max(now, next);
            if (delivery != null && delivery.at <= now) {
                deliveries.remove();
                PppEvent frame = new PppEvent.Frame(delivery.frame);
                if (delivery.toClient) {
                    clientEvent(frame);
                } else {
                    serverEvent(frame);
                }
            } else if (clientWake <= now) {
                clientEvent(new PppEvent.Tick());
            } else {
                serverEvent(new PppEvent.Tick());
            }
        }
    }

    <T extends PppAction> @Nullable T said(Class<T> type) {
        return clientActions.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    <T extends PppAnswererAction> @Nullable T serverSaid(Class<T> type) {
        return serverActions.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    int failure() {
        PppAction.Failed failed = said(PppAction.Failed.class);
        return failed == null ? 0 : failed.failure().error();
    }
}
