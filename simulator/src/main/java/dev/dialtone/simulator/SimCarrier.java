package dev.dialtone.simulator;

import dev.dialtone.carriers.Transport;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.AnsweringServer;
import dev.dialtone.testkit.Misbehaviour;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One carrier from its opening to its end on both sides: a round trip for TCP, another for TLS, then plain
/// bytes; and what is to befall it.
public final class SimCarrier {
    private static final String TLS_PROTOCOL = "TLSv1.3";
    private static final String TLS_CIPHER = "TLS_AES_256_GCM_SHA384";
    private static final long CONNECT_NANOS = 10_000_000_000L;

    private final SimNetwork network;
    private final SimObserver observer;
    private final SimObserver.Carrier id;
    private final CarrierPlan plan;
    private final Transport.Target target;
    private final InetSocketAddress local;
    private final RandomGenerator random;
    private final SimLoop clientLoop;
    private final SimLoop serverLoop;
    private final List<Trouble> atSteps = new ArrayList<>();
    private final ClientEnd client;
    private final Pipe up;
    private final Pipe down;
    private @Nullable SimServer server;
    private @Nullable AnswererSession session;
    private @Nullable ServerEnd end;
    private boolean called;
    private boolean accepts;
    private boolean clientDone;

    SimCarrier(
            SimNetwork network,
            SimObserver.Carrier id,
            CarrierPlan plan,
            Transport.Target target,
            InetSocketAddress local,
            RandomGenerator random,
            SimLoop clientLoop,
            Transport.Listener listener) {
        this.network = network;
        this.observer = network.observer();
        this.id = id;
        this.plan = plan;
        this.target = target;
        this.local = local;
        this.random = random;
        this.clientLoop = clientLoop;
        this.serverLoop = network.time().loop("server-" + id.number());
        this.client = new ClientEnd(this, clientLoop, listener);
        this.up = new Pipe(serverLoop, plan.up(), random, new ToServer());
        this.down = new Pipe(clientLoop, plan.down(), random, client);
        for (Trouble trouble : plan.troubles()) {
            switch (trouble.trigger()) {
                case Trouble.Trigger.AtByte(long count) ->
                    pipe(trouble.direction()).troubleAt(count, () -> befall(trouble.kind(), trouble.direction()));
                case Trouble.Trigger.AtStep _ -> atSteps.add(trouble);
            }
        }
    }

    public SimObserver.Carrier id() {
        return id;
    }

    /// The server's session; empty before TCP stands.
    public Optional<AnswererSession> session() {
        return Optional.ofNullable(session);
    }

    /// Lets one of the kinds that befall a stream befall it now.
    public void befall(FaultKind kind, Direction direction) {
        observer.fault(id, kind, direction.name());
        Pipe pipe = pipe(direction);
        switch (kind) {
            case STALL -> pipe.stall();
            case RESET -> {
                boolean lossy = flip();
                up.reset(lossy);
                down.reset(lossy);
            }
            case CLOSE -> pipe.finish(true);
            case CUT -> pipe.finish(false);
            case CORRUPT -> pipe.corruptNext();
            case CORRUPT_TLS -> pipe.garbleNext();
            case UNRESOLVED,
                    REFUSED,
                    UNREACHABLE,
                    UNANSWERED,
                    UNTRUSTED,
                    RECHUNKED,
                    MISBEHAVIOUR,
                    SERVER_GONE,
                    SERVER_BACK -> throw new IllegalArgumentException(kind + " does not befall a stream");
        }
    }

    Transport client() {
        return client;
    }

    Pipe up() {
        return up;
    }

    Pipe down() {
        return down;
    }

    /// One of two, by the seed.
    boolean flip() {
        return random.nextBoolean();
    }

    private Pipe pipe(Direction direction) {
        return switch (direction) {
            case UP -> up;
            case DOWN -> down;
        };
    }

    // ---- the way up: on the client's loop and on the server's in turn ----

    void open() {
        LinkPlan.Chunking upwards = plan.up().chunking();
        LinkPlan.Chunking downwards = plan.down().chunking();
        if (upwards != LinkPlan.Chunking.WHOLE || downwards != LinkPlan.Chunking.WHOLE) {
            observer.fault(id, FaultKind.RECHUNKED, "UP " + upwards + ", DOWN " + downwards);
        }
        var _ = clientLoop.after(plan.resolveNanos(), this::resolved);
    }

    private void resolved() {
        if (!client.opening()) {
            return;
        }
        SimServer found = network.find(target.host());
        FaultKind why = plan.connect();
        if (why != null) {
            observer.fault(id, why, target.host());
        }
        if (found == null || why == FaultKind.UNRESOLVED) {
            client.over(SimFailures.unresolved(target.host()));
            return;
        }
        String where = found.address().getAddress().getHostAddress() + " port " + target.port();
        long roundTrip = plan.up().latencyNanos() + plan.down().latencyNanos();
        if (why == FaultKind.REFUSED) {
            client.limit(roundTrip, SimFailures.refused(where));
        } else if (why == FaultKind.UNREACHABLE) {
            client.limit(roundTrip, SimFailures.unreachable(where));
        } else {
            client.limit(CONNECT_NANOS, SimFailures.unanswered(where));
            if (why != FaultKind.UNANSWERED) {
                called = true;
                up.post(() -> accept(found, where));
            }
        }
    }

    private void accept(SimServer found, String where) {
        switch (found.health()) {
            case UP -> {}
            case REFUSES -> {
                down.post(() -> client.over(SimFailures.refused(where)));
                serverLoop.kill();
                return;
            }
            case SILENT -> {
                serverLoop.kill();
                return;
            }
        }
        server = found;
        found.add(this);
        observer.opened(id);
        session = found.answering()
                .accept(
                        new AnsweringServer.Ports(
                                serverLoop, network.sessionRandom(id), local, plan.misbehaviours(), this::saw),
                        (_, upper) -> {
                            ServerEnd made = new ServerEnd(this, serverLoop, upper);
                            end = made;
                            return made;
                        });
        down.post(this::connected);
        saw(AnswererStep.TCP_ACCEPT);
        accepts = belowTls(AnswererStep.TCP_ACCEPT);
    }

    private void connected() {
        if (client.opening()) {
            client.connected();
            up.post(this::hello);
        }
    }

    private void hello() {
        saw(AnswererStep.TLS);
        if (accepts && belowTls(AnswererStep.TLS)) {
            down.post(this::helloBack);
        }
    }

    private void helloBack() {
        SimServer met = server;
        if (met == null || !client.opening()) {
            return;
        }
        List<X509Certificate> chain = met.answering().identity().chain();
        if (plan.connect() == FaultKind.UNTRUSTED) {
            client.over(SimFailures.untrusted(chain));
            return;
        }
        up.post(this::secured);
        client.established(new Transport.Peer(local, met.address(), TLS_PROTOCOL, TLS_CIPHER, chain));
    }

    private void secured() {
        ServerEnd secured = end;
        if (secured != null) {
            String asked = target.serverName();
            secured.secured(TLS_PROTOCOL, TLS_CIPHER, asked == null ? target.host() : asked);
        }
    }

    /// The misbehaviour of a server that is not yet at TLS, where its session has no hand in it.
    ///
    /// @return whether the server goes on as if nothing had happened
    private boolean belowTls(AnswererStep step) {
        Misbehaviour bad = plan.misbehaviours().get(step);
        ServerEnd here = end;
        if (bad == null || here == null) {
            return bad == null;
        }
        switch (bad.kind()) {
            case GARBAGE -> down.post(() -> client.over(SimFailures.notTls()));
            case RESET -> here.reset("reset by misbehaviour");
            case CLOSE -> down.finish(false);
            default -> {
                // silent, or too slow for the client ever to get a whole record
            }
        }
        return false;
    }

    private void saw(AnswererStep step) {
        observer.wire(id, step);
        Misbehaviour bad = plan.misbehaviours().get(step);
        if (bad != null) {
            observer.fault(id, FaultKind.MISBEHAVIOUR, bad.kind() + " at " + step);
        }
        for (Trouble trouble : atSteps) {
            if (trouble.trigger() instanceof Trouble.Trigger.AtStep(AnswererStep at, long delay) && at == step) {
                if (delay == 0) {
                    befall(trouble.kind(), trouble.direction());
                } else {
                    var _ = serverLoop.after(delay, () -> befall(trouble.kind(), trouble.direction()));
                }
            }
        }
    }

    // ---- the end ----

    void clientOver() {
        down.shut();
        up.finish(false);
        if (!called) {
            serverLoop.kill();
        }
        clientDone = true;
        forget();
    }

    void serverOver(String how) {
        up.shut();
        SimServer met = server;
        if (met != null) {
            met.remove(this);
        }
        observer.closed(id, how);
        end = null;
        forget();
    }

    /// The machine or the process of the server is gone.
    void serverGone(boolean silently) {
        ServerEnd here = end;
        if (here != null && silently) {
            down.stall();
            here.over("the server is gone");
        } else if (here != null) {
            here.reset("the server is gone");
        }
    }

    private void forget() {
        if (clientDone && end == null) {
            network.forget(this);
        }
    }

    private final class ToServer implements Pipe.Receiver {
        @Override
        public void received(byte[] buffer, int offset, int length) {
            ServerEnd here = end;
            if (here != null) {
                here.received(buffer, offset, length);
            }
        }

        @Override
        public void ended(boolean orderly) {
            ServerEnd here = end;
            if (here != null) {
                here.ended(orderly);
            }
        }

        @Override
        public void reset() {
            ServerEnd here = end;
            if (here != null) {
                here.reset();
            }
        }

        @Override
        public void garbled() {
            ServerEnd here = end;
            if (here != null) {
                here.garbled();
            }
        }
    }
}
