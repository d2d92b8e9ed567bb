package dev.dialtone.testkit;

import dev.dialtone.carriers.CryptoBinding;
import dev.dialtone.carriers.SstpAction;
import dev.dialtone.carriers.SstpEvent;
import dev.dialtone.carriers.SstpFramer;
import dev.dialtone.carriers.SstpPacket;
import dev.dialtone.carriers.SstpServer;
import dev.dialtone.core.Loop;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.AuthResult;
import dev.dialtone.ppp.NetworkResult;
import dev.dialtone.ppp.PppAnswerer;
import dev.dialtone.ppp.PppAnswererAction;
import dev.dialtone.ppp.PppEvent;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs one answered connection above its stream: the SSTP and PPP machines, the gates and the misbehaviour
/// between them. Everything happens on the loop it is given, which has the only clock.
final class SessionDriver implements ClientStream.Listener {
    private static final int MAX_PENDING = 4096;
    private static final Duration STREAM_FAREWELL = Duration.ofSeconds(1);
    private static final Duration LINK_FAREWELL = Duration.ofSeconds(3);

    private final AnsweringServer server;
    private final AnswererConfig config;
    private final AnswererSession session;
    private final Transcript transcript;
    private final SessionWatch watch;
    private final StepGate gate;
    private final Loop loop;
    private final RandomGenerator random;
    private final ClientStream stream;
    private final Map<AnswererStep, Misbehaviour> misbehaviours;
    private final AtomicLong received = new AtomicLong();
    private final SstpFramer framer = SstpFramer.ofRequests();
    private final FromClient fromClient = new FromClient();
    private final Set<AnswererStep> signs = EnumSet.noneOf(AnswererStep.class);
    private final Set<AnswererStep> reached = EnumSet.noneOf(AnswererStep.class);
    private final Deque<ClientItem> pending = new ArrayDeque<>();
    private final Deque<byte[]> withheld = new ArrayDeque<>();
    private final SstpServer sstp;
    private final Alarm sstpAlarm;
    private final Alarm pppAlarm;

    private AnswererStep lastReached = AnswererStep.TLS;
    private @Nullable PppAnswerer ppp;
    private @Nullable Inet4Address address;
    private Optional<Inet6Address> linkLocal = Optional.empty();
    private @Nullable AnswererStep held;
    private @Nullable ByteArrayOutputStream glue;
    private boolean silent;
    private boolean bound;
    private boolean networkOpen;
    private boolean established;
    private boolean linkLeaving;
    private boolean leaving;
    private boolean late;
    private boolean over;

    /// @param stream makes the stream that tells its listener
    SessionDriver(
            AnsweringServer server,
            AnswererSession session,
            AnsweringServer.Ports ports,
            Transcript transcript,
            BiFunction<AnswererSession, ClientStream.Listener, ? extends ClientStream> stream) {
        this.server = server;
        this.config = server.config();
        this.session = session;
        this.transcript = transcript;
        this.watch = ports.watch();
        this.gate = server.gate();
        this.loop = ports.loop();
        this.random = ports.random();
        this.misbehaviours = ports.misbehaviours();
        this.sstp = new SstpServer(Mischief.hashBitmap(config.hashBitmap, misbehaviours), random);
        this.sstpAlarm = new Alarm(loop, () -> guarded(() -> runSstp(new SstpEvent.Tick())));
        this.pppAlarm = new Alarm(loop, () -> guarded(() -> runPpp(new PppEvent.Tick())));
        this.stream = stream.apply(session, this);
    }

    void start() {
        stream.start();
    }

    long packetsReceived() {
        return received.get();
    }

    long packetsDropped() {
        return stream.dropped();
    }

    // ---- what a test may do, from any thread ----

    void resume() {
        onLoop(() -> {
            if (held != null) {
                held = null;
                List<byte[]> frames = List.copyOf(withheld);
                withheld.clear();
                frames.forEach(this::transmit);
                establish();
                drain();
                runSstp(new SstpEvent.Tick());
                runPpp(new PppEvent.Tick());
            }
        });
    }

    void terminate(String words) {
        onLoop(() -> leaveLink(words));
    }

    void farewell(byte[] control, String why) {
        onLoop(() -> leave(control, why));
    }

    void reset() {
        stream.reset("reset by the answerer");
    }

    void closeStream() {
        stream.close("closed by the answerer");
    }

    void silence() {
        onLoop(() -> silent = true);
    }

    void sendFrame(byte[] frame) {
        onLoop(() -> send(SstpPacket.data(frame)));
    }

    /// Tells something else than the configuration, unasked.
    void advertise(ToldNetwork told) {
        onLoop(() -> linkLocal.ifPresent(own -> {
            byte[] packet = new NetworkTeller(told, config.ownAddress, config.dns).advertisement(own);
            send(SstpPacket.data(new PppWire(PppWire.IPV6, packet).encode()));
        }));
    }

    private void onLoop(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    private void guarded(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            // one session ends, with the fault to be found; the others go on
            stream.reset("broken by a fault of the answerer: " + e);
        }
    }

    private void after(Duration delay, Runnable task) {
        var _ = loop.at(loop.nanoTime() + delay.toNanos(), () -> guarded(task));
    }

    // ---- from the client ----

    @Override
    public void secured(String protocol, String cipher, List<String> serverNames) {
        transcript.see(AnswererStep.TLS, () -> "TLS " + protocol + " " + cipher + " SNI " + serverNames);
        guarded(() -> runSstp(new SstpEvent.TransportUp()));
    }

    @Override
    public void received(byte[] buffer, int offset, int length) {
        guarded(() -> framer.feed(buffer, offset, length, fromClient));
    }

    @Override
    public void ended(String how) {
        if (over) {
            return;
        }
        over = true;
        gate.gone(session);
        Inet4Address given = address;
        if (given != null) {
            server.pool().giveBack(given);
            address = null;
        }
        sstpAlarm.cancel();
        pppAlarm.cancel();
        transcript.see(lastReached, () -> "TCP " + how);
        // who waits for the end finds the counters settled
        server.ended(session);
        transcript.end(how);
    }

    private final class FromClient implements SstpFramer.Sink {
        @Override
        public void head(byte[] head) {
            transcript.see(AnswererStep.HTTP, () -> "HTTP " + SstpWire.requestLine(head));
            deliver(new ClientItem.Head(head));
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
            if (SstpWire.isControl(packet, 0)) {
                int type = SstpWire.type(packet);
                AnswererStep step = type == SstpWire.CALL_CONNECT_REQUEST
                        ? AnswererStep.SSTP_CONNECT
                        : type == SstpWire.CALL_CONNECTED ? AnswererStep.CALL_CONNECTED : lastReached;
                transcript.see(step, () -> SstpWire.words(packet));
                deliver(new ClientItem.Control(packet));
            } else {
                byte[] frame = Arrays.copyOfRange(packet, SstpPacket.HEADER_BYTES, length);
                PppWire wire = PppWire.of(frame);
                if (!wire.isData() || !established || received.get() == 0) {
                    transcript.see(wire.step(), wire::words);
                }
                deliver(new ClientItem.Frame(frame, wire));
            }
        }

        @Override
        public void malformed(String reason) {
            transcript.see(lastReached, () -> "malformed: " + reason);
            runSstp(new SstpEvent.Malformed(reason));
        }
    }

    private void deliver(ClientItem item) {
        item.steps().forEach(this::sign);
        if (silent) {
            return;
        }
        if (held != null || !pending.isEmpty()) {
            if (pending.size() < MAX_PENDING) {
                pending.add(item);
            }
            return;
        }
        process(item);
    }

    private void drain() {
        while (held == null && !silent && !pending.isEmpty()) {
            process(pending.remove());
        }
    }

    private void process(ClientItem item) {
        for (AnswererStep step : item.steps()) {
            if (!arrive(step)) {
                if (held != null) {
                    pending.addFirst(item);
                }
                return;
            }
        }
        switch (item) {
            case ClientItem.Head(byte[] bytes) -> runSstp(new SstpEvent.Head(bytes));
            case ClientItem.Control(byte[] packet) -> control(packet);
            case ClientItem.Frame(byte[] bytes, PppWire wire) -> frame(bytes, wire);
        }
    }

    /// Tells who looks on; a challenge and an open network are no signs of a client.
    private void sign(AnswererStep step) {
        if (step != AnswererStep.AUTHENTICATE && signs.add(step)) {
            watch.saw(step);
        }
    }

    /// The session comes to a step; false when it stops there, or when misbehaviour takes the place of
    /// the reaction.
    private boolean arrive(AnswererStep step) {
        if (reached.contains(step)) {
            return true;
        }
        if (gate.hold(session, step)) {
            held = step;
            return false;
        }
        reached.add(step);
        lastReached = step.compareTo(lastReached) > 0 ? step : lastReached;
        transcript.reach(step);
        if (step == AnswererStep.AUTHENTICATE || step == AnswererStep.CONNECTED) {
            watch.saw(step);
        }
        Misbehaviour bad = misbehaviours.get(step);
        boolean goOn = bad == null || Mischief.at(bad, this);
        if (goOn && !withheld.isEmpty()) {
            List<byte[]> frames = List.copyOf(withheld);
            withheld.clear();
            frames.forEach(this::transmit);
        }
        return goOn;
    }

    private void control(byte[] packet) {
        int type = SstpWire.type(packet);
        if (leaving && (type == SstpWire.CALL_ABORT || type == SstpWire.CALL_DISCONNECT_ACK)) {
            stream.close("answered the farewell");
        } else if (!leaving) {
            runSstp(new SstpEvent.Control(packet));
        }
    }

    private void frame(byte[] bytes, PppWire wire) {
        runSstp(new SstpEvent.Heard(loop.nanoTime()));
        if (wire.isData()) {
            if (established) {
                received.incrementAndGet();
                Optional<byte[]> answer = server.teller().isQuestion(wire.body())
                        ? server.teller().on(wire.body(), linkLocal)
                        : server.network().on(wire.body());
                answer.ifPresent(
                        packet -> stream.sendData(SstpPacket.data(new PppWire(wire.protocol(), packet).encode())));
            }
        } else if (linkLeaving) {
            if (wire.protocol() == PppWire.LCP && wire.code() == PppWire.TERMINATE_ACK) {
                runSstp(new SstpEvent.Disconnect());
            }
        } else if (!late) {
            runPpp(new PppEvent.Frame(bytes));
        }
    }

    // ---- the machines ----

    private void runSstp(SstpEvent event) {
        if (held != null || silent || leaving) {
            return;
        }
        Step<SstpAction> step = sstp.on(event, loop.nanoTime());
        for (SstpAction action : step.actions()) {
            switch (action) {
                case SstpAction.Send(byte[] bytes) -> send(bytes);
                case SstpAction.Connected() -> linkUp();
                case SstpAction.Bound() -> {
                    bound = true;
                    establish();
                }
                case SstpAction.Failed(var failure) -> stream.blame(failure.reason());
                case SstpAction.CloseTransport() -> stream.close("the call is over");
            }
        }
        unglue();
        sstpAlarm.set(step.wakeNanos());
    }

    private void linkUp() {
        Optional<Inet4Address> given = server.pool().take();
        address = given.orElse(null);
        boolean first = glue != null || (config.startsFirst && !awaited(AnswererStep.LCP));
        ppp = new PppAnswerer(
                server.pppConfig(given, first, transcript),
                Mischief.script(misbehaviours, given.isPresent(), random),
                random);
        runPpp(new PppEvent.LowerUp());
    }

    private void runPpp(PppEvent event) {
        PppAnswerer machine = ppp;
        if (machine == null || held != null || silent || linkLeaving || leaving) {
            return;
        }
        Step<PppAnswererAction> step = machine.on(event, loop.nanoTime());
        for (PppAnswererAction action : step.actions()) {
            switch (action) {
                case PppAnswererAction.Send(byte[] frame) -> transmit(frame);
                case PppAnswererAction.LcpOpened _, PppAnswererAction.KeysChanged _ -> {}
                case PppAnswererAction.Authenticated(String user, AuthResult result) -> authenticated(user, result);
                // not the end of it
                case PppAnswererAction.AuthenticationRefused(String user, String _) -> transcript.user(user);
                case PppAnswererAction.CutCarrier() -> {
                    ppp = null;
                    hush();
                    stream.close("the sign-in was refused");
                }
                case PppAnswererAction.AuthenticationFailed(String user, String _) -> {
                    transcript.user(user);
                    transcript.authenticate(false);
                    server.refused();
                }
                case PppAnswererAction.NetworkOpened(NetworkResult result) -> {
                    networkOpen = true;
                    linkLocal = linkLocal(result);
                    establish();
                }
                case PppAnswererAction.NetworkChanged(NetworkResult result) -> linkLocal = linkLocal(result);
                case PppAnswererAction.Failed(var failure) -> stream.blame(failure.reason());
                case PppAnswererAction.PeerTerminated(var failure) -> stream.blame(failure.reason());
                case PppAnswererAction.Terminated() -> {
                    ppp = null;
                    runSstp(new SstpEvent.Disconnect());
                }
            }
        }
        pppAlarm.set(step.wakeNanos());
    }

    private void authenticated(String user, AuthResult result) {
        if (result.method() != null) {
            transcript.user(user);
            transcript.authenticate(true);
            server.authenticated();
        }
        try {
            // the keys as the client sees them: a server's receive key is the client's send key
            byte[] hlak = CryptoBinding.hlak(result.receiveKey(), result.sendKey());
            byte[] certificate = config.identity.certificate().getEncoded();
            runSstp(new SstpEvent.Authenticated(hlak, certificate));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    private static Optional<Inet6Address> linkLocal(NetworkResult network) {
        NetworkResult.@Nullable Ipv6 ipv6 = network.ipv6();
        return ipv6 == null ? Optional.empty() : Optional.of(IpPacket.linkLocal(ipv6.localIdentifier()));
    }

    private void establish() {
        if (bound && networkOpen && !established) {
            var _ = arrive(AnswererStep.CONNECTED);
            if (held == null) {
                established = true;
                transcript.establish();
                server.established();
            }
        }
    }

    // ---- to the client ----

    private void transmit(byte[] frame) {
        PppWire wire = PppWire.of(frame);
        boolean ahead = wire.isNetworkControl() && !reached.contains(AnswererStep.IPCP) && awaited(AnswererStep.IPCP);
        if (held != null || ahead) {
            withhold(frame, wire);
            return;
        }
        boolean challenge = wire.protocol() == PppWire.CHAP && wire.code() == PppWire.CHAP_CHALLENGE;
        if (!challenge || arrive(AnswererStep.AUTHENTICATE)) {
            send(SstpPacket.data(frame));
        } else if (held != null) {
            withhold(frame, wire);
        }
    }

    /// Keeps a frame for later; of repeated requests only the last.
    private void withhold(byte[] frame, PppWire wire) {
        withheld.removeIf(
                earlier -> wire.isConfigureRequest() && PppWire.of(earlier).protocol() == wire.protocol());
        withheld.add(frame);
    }

    /// Whether something waits for the client to come to this step.
    private boolean awaited(AnswererStep step) {
        return gate.holds(step) || misbehaviours.containsKey(step);
    }

    void send(byte[] bytes) {
        if (silent) {
            return;
        }
        ByteArrayOutputStream gluing = glue;
        if (gluing != null) {
            gluing.writeBytes(bytes);
        } else {
            stream.send(bytes);
        }
    }

    private void unglue() {
        ByteArrayOutputStream glued = glue;
        if (glued != null && ppp != null) {
            glue = null;
            send(glued.toByteArray());
        }
    }

    // ---- for misbehaviour, on the loop ----

    RandomGenerator random() {
        return random;
    }

    ClientStream stream() {
        return stream;
    }

    void hush() {
        silent = true;
    }

    void glueNext() {
        glue = new ByteArrayOutputStream();
    }

    void startLate(Duration delay) {
        late = true;
        after(delay, () -> {
            late = false;
            runPpp(new PppEvent.Tick());
        });
    }

    void later(Duration delay, Runnable task) {
        after(delay, task);
    }

    void leaveLink(String words) {
        if (!linkLeaving) {
            send(SstpPacket.data(PppWire.terminate(words).encode()));
            linkLeaving = true;
            after(LINK_FAREWELL, () -> runSstp(new SstpEvent.Disconnect()));
        }
    }

    void leave(byte[] control, String why) {
        send(control);
        leaving = true;
        after(STREAM_FAREWELL, () -> stream.close(why));
    }
}
