package dev.dialtone.carriers;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketSink;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.AuthResult;
import dev.dialtone.ppp.LcpResult;
import dev.dialtone.ppp.NetworkResult;
import dev.dialtone.ppp.PppAction;
import dev.dialtone.ppp.PppEvent;
import dev.dialtone.ppp.PppSession;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// PPP in SSTP in TLS ([MS-SSTP]): joins a [Transport], an [SstpClient] and a [PppSession] and runs them phase
/// by phase. The machines are touched on the loop only; IP packets pass by it (see [SstpTraffic]).
public final class SstpTunnel implements Tunnel {
    /// How long PPP's farewell is waited for, a little more than it takes by itself (contract C6).
    private static final long LINK_FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_100);

    /// After this the end is no longer orderly.
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_200);

    // SECURITY: frames of a peer that speaks before it is asked
    private static final int MAX_EARLY_FRAMES = 32;

    private final SstpSettings settings;
    private final Transport.Opener opener;
    private final Loop loop;
    private final TunnelListener listener;
    private final SstpClient sstp;
    private final PppSession ppp;
    private final LearningDriver learning;
    private final SstpTraffic traffic;
    private final SignIn signIn = new SignIn();
    private final NextWake wake;
    private final List<byte[]> early = new ArrayList<>();

    private TunnelPhase phase = TunnelPhase.NEW;
    private Farewell farewell = Farewell.NONE;
    private boolean failed;
    private boolean linkOver;
    private boolean carrierGone;
    private @Nullable Transport transport;
    private Transport.@Nullable Peer peer;
    private @Nullable LcpResult link;
    private @Nullable NetworkResult network;
    private long sstpWake = Step.NEVER;
    private long pppWake = Step.NEVER;
    private long transportUpAt;
    private long roundTripNanos;
    private long heardTold;
    private final List<Loop.Timer> guards = new ArrayList<>();

    private enum Farewell {
        NONE,
        LINK,
        CARRIER,
        TRANSPORT,
        DONE
    }

    /// @param loop     the connection's; one thread for all its life
    /// @param random   for PPP's identifiers and magic numbers
    public SstpTunnel(
            SstpSettings settings,
            Transport.Opener opener,
            Loop loop,
            RandomGenerator random,
            TunnelListener listener) {
        this.settings = settings;
        this.opener = opener;
        this.loop = loop;
        this.listener = listener;
        Transport.Target target = settings.target();
        String name = target.serverName() == null ? target.host() : target.serverName();
        this.sstp = new SstpClient(SstpHttp.hostHeader(HostNames.bare(name), target.port()), random);
        this.ppp = new PppSession(settings.ppp(), random);
        this.learning = new LearningDriver(random, loop, new FromNetwork());
        this.wake = new NextWake(loop, this::tick);
        this.traffic = new SstpTraffic(SstpFramer.ofAnswers(), loop, new FromPeer());
    }

    @Override
    public void tap(FrameTap tap) {
        traffic.tap(tap);
    }

    @Override
    public void connect() {
        if (enter(TunnelPhase.NEW, TunnelPhase.CONNECTING)) {
            transport = opener.open(settings.target(), loop, new FromTransport());
        }
    }

    @Override
    public void establish() {
        if (enter(TunnelPhase.CONNECTED, TunnelPhase.ESTABLISHING)) {
            link(new PppEvent.LowerUp());
            early.forEach(frame -> link(new PppEvent.Frame(frame)));
            early.clear();
        }
    }

    @Override
    public void authenticate() {
        if (enter(TunnelPhase.ESTABLISHED, TunnelPhase.AUTHENTICATING)) {
            link(new PppEvent.StartAuthentication());
        }
    }

    @Override
    public void respond() {
        if (enter(TunnelPhase.ASKED, TunnelPhase.RESPONDING)) {
            link(new PppEvent.Respond());
        }
    }

    @Override
    public void retry(String user, Secret password) {
        // the machine has the question and asks it at once
        if (enter(TunnelPhase.REFUSED, TunnelPhase.AUTHENTICATING)) {
            carrier(new SstpEvent.Resume());
            link(new PppEvent.Retry(user, password));
        }
    }

    @Override
    public void changePassword(Secret newPassword) {
        if (enter(TunnelPhase.REFUSED, TunnelPhase.CHANGING)) {
            carrier(new SstpEvent.Resume());
            link(new PppEvent.ChangePassword(newPassword));
        }
    }

    @Override
    public void project() {
        if (enter(TunnelPhase.AUTHENTICATED, TunnelPhase.PROJECTING)) {
            // SPEC [MS-SSTP §3.2.5.2] Call-Connected after the sign-in, whatever its method, and before any data
            carrier(new SstpEvent.Authenticated(signIn.takeHlak(), certificate()));
            link(new PppEvent.StartNetwork());
        }
    }

    @Override
    public void learn(LearningRequest wanted) {
        if (!failed && farewell == Farewell.NONE) {
            learning.start(wanted, roundTripNanos);
            reschedule();
        }
    }

    @Override
    public void deliverTo(PacketSink sink) {
        traffic.deliverTo(sink);
    }

    @Override
    public PacketBatch batch() {
        return traffic.batch();
    }

    @Override
    public void holdAtMost(int bytes) {
        traffic.holdAtMost(bytes);
    }

    @Override
    public void probe() {
        if (phase == TunnelPhase.PROJECTED && !failed && farewell == Farewell.NONE) {
            // what was heard before does not count
            heardTold = traffic.lastHeard();
            link(new PppEvent.Probe());
        }
    }

    @Override
    public TunnelCounters counters() {
        return traffic.counters();
    }

    @Override
    public void close() {
        if (farewell != Farewell.NONE) {
            return;
        }
        traffic.open(null, false, false);
        learning.stop();
        boolean linkUp = phase.compareTo(TunnelPhase.ESTABLISHING) >= 0 && !linkOver;
        if (transport == null || carrierGone) {
            finish();
        } else if (linkUp && sstp.talking()) {
            farewell = Farewell.LINK;
            guards.add(loop.at(loop.nanoTime() + LINK_FAREWELL_NANOS, this::leaveCarrier));
            guards.add(loop.at(loop.nanoTime() + CLOSE_NANOS, this::abort));
            link(new PppEvent.Close());
        } else {
            guards.add(loop.at(loop.nanoTime() + CLOSE_NANOS, this::abort));
            leaveCarrier();
        }
    }

    @Override
    public void abort() {
        traffic.open(null, false, false);
        learning.stop();
        if (farewell == Farewell.DONE) {
            return;
        }
        Transport open = transport;
        if (open == null || carrierGone) {
            finish();
        } else {
            farewell = Farewell.TRANSPORT;
            open.abort();
        }
    }

    private boolean enter(TunnelPhase from, TunnelPhase to) {
        if (failed || farewell != Farewell.NONE) {
            return false;
        }
        if (phase != from) {
            throw new IllegalStateException("cannot go on to " + to + " from " + phase);
        }
        phase = to;
        return true;
    }

    private void leaveCarrier() {
        if (farewell.compareTo(Farewell.CARRIER) < 0) {
            farewell = Farewell.CARRIER;
            pppWake = Step.NEVER;
            carrier(new SstpEvent.Disconnect());
        }
    }

    private void finish() {
        if (farewell == Farewell.DONE) {
            return;
        }
        farewell = Farewell.DONE;
        guards.forEach(Loop.Timer::cancel);
        wake.cancel();
        signIn.wipe();
        early.clear();
        loop.execute(listener::closed);
    }

    private void fail(Failure failure) {
        if (!failed && farewell == Farewell.NONE) {
            failed = true;
            traffic.open(null, false, false);
            learning.stop();
            loop.execute(() -> {
                if (farewell == Farewell.NONE) {
                    listener.failed(failure);
                }
            });
        }
    }

    /// Tells the owner on a turn of its own, unless it has lost interest.
    private void tell(Runnable news) {
        loop.execute(() -> {
            if (!failed && farewell == Farewell.NONE) {
                news.run();
            }
        });
    }

    private void advance(TunnelPhase to, Runnable news) {
        if (!failed && farewell == Farewell.NONE) {
            phase = to;
            tell(news);
        }
    }

    // --- the two machines

    private void carrier(SstpEvent event) {
        Step<SstpAction> step = sstp.on(event, loop.nanoTime());
        sstpWake = carrierGone ? Step.NEVER : step.wakeNanos();
        for (SstpAction action : step.actions()) {
            switch (action) {
                case SstpAction.Send(byte[] bytes) -> send(bytes);
                case SstpAction.Connected() -> connected();
                case SstpAction.Failed(Failure failure) -> fail(failure);
                case SstpAction.CloseTransport() -> closeTransport();
                case SstpAction.Bound() -> throw new IllegalStateException("a client is never bound by its peer");
            }
        }
        reschedule();
    }

    private void link(PppEvent event) {
        Step<PppAction> step = ppp.on(event, loop.nanoTime());
        pppWake = carrierGone || farewell.compareTo(Farewell.LINK) > 0 ? Step.NEVER : step.wakeNanos();
        for (PppAction action : step.actions()) {
            switch (action) {
                case PppAction.Send(byte[] frame) -> sendFrame(frame);
                case PppAction.LcpOpened(LcpResult result) -> {
                    link = result;
                    advance(TunnelPhase.ESTABLISHED, listener::established);
                }
                case PppAction.AuthenticationAsked(AuthMethod method) ->
                    advance(TunnelPhase.ASKED, () -> listener.authenticationAsked(method.word()));
                case PppAction.AuthenticationRefused(Failure failure, boolean canChangePassword) -> {
                    carrier(new SstpEvent.Pause());
                    refused(failure, canChangePassword);
                }
                case PppAction.Authenticated(AuthResult result) -> {
                    signIn.went(result);
                    String method = signIn.methodWord();
                    advance(TunnelPhase.AUTHENTICATED, () -> listener.authenticated(method, result.message()));
                }
                // SPEC [MS-SSTP §3.2.5.2] a connection is bound once, by the keys of its first sign-in
                case PppAction.KeysChanged _ -> {}
                case PppAction.NetworkOpened(NetworkResult result) -> {
                    carrier(new SstpEvent.Projected());
                    opened(result);
                    TunnelProjection projection = projection(result);
                    advance(TunnelPhase.PROJECTED, () -> listener.projected(projection));
                }
                case PppAction.NetworkChanged(NetworkResult result) -> {
                    opened(result);
                    TunnelProjection projection = projection(result);
                    tell(() -> listener.projectionChanged(projection));
                }
                case PppAction.Failed(Failure failure) -> fail(failure);
                case PppAction.PeerTerminated(Failure failure) -> fail(failure);
                case PppAction.Terminated() -> {
                    linkOver = true;
                    if (farewell == Farewell.LINK) {
                        leaveCarrier();
                    }
                }
            }
        }
        reschedule();
    }

    private void tellLearned(Consumer<TunnelProjection> news) {
        NetworkResult result = network;
        if (result != null) {
            TunnelProjection projection = projection(result);
            tell(() -> news.accept(projection));
        }
    }

    private void dataSent() {
        if (!carrierGone && farewell == Farewell.NONE) {
            link(new PppEvent.DataSent());
        }
    }

    private void sendFrame(byte[] frame) {
        if (transport != null && !carrierGone) {
            traffic.tapSent(frame);
            send(SstpPacket.data(frame));
        }
    }

    private void send(byte[] bytes) {
        if (transport != null && !carrierGone) {
            transport.send(bytes, 0, bytes.length);
        }
    }

    private void closeTransport() {
        if (transport != null && !carrierGone) {
            if (farewell != Farewell.NONE) {
                farewell = Farewell.TRANSPORT;
            }
            transport.close();
        }
    }

    private void connected() {
        Transport.@Nullable Peer who = peer;
        if (who != null) {
            // the HTTP request and the call request: two round trips
            roundTripNanos = (loop.nanoTime() - transportUpAt) / 2;
            link(new PppEvent.RoundTrip(roundTripNanos));
            CarrierInfo info = CarrierInfo.sstp(who);
            advance(TunnelPhase.CONNECTED, () -> listener.connected(info));
        }
    }

    private void opened(NetworkResult result) {
        network = result;
        if (!failed && farewell == Farewell.NONE) {
            learning.opened(result); // before packets pass: the host must not hear a router in between
            traffic.open(transport, result.ipv4() != null, result.ipv6() != null);
            if (ppp.wantsDataSent()) {
                traffic.reportSends();
            }
        }
    }

    private TunnelProjection projection(NetworkResult result) {
        int peerMru = link == null ? settings.mtuBytes() : link.peerMruBytes();
        TunnelMtu mtu = new TunnelMtu(settings.mtuBytes(), peerMru, SstpBatch.MAX_PACKET_BYTES);
        return Projections.of(result, learning.known(), mtu, signIn.methodWord());
    }

    // INTEROP [pppd] it says R=1 and terminates the link at once: why must be told even if the end is already here
    private void refused(Failure failure, boolean canChangePassword) {
        if (!failed && farewell == Farewell.NONE) {
            phase = TunnelPhase.REFUSED;
            loop.execute(() -> {
                if (farewell == Farewell.NONE) {
                    listener.authenticationRefused(failure, canChangePassword);
                }
            });
        }
    }

    private byte[] certificate() {
        try {
            return peer == null ? new byte[0] : peer.chain().getFirst().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came in DER has none", e);
        }
    }

    // --- time

    private void reschedule() {
        if (farewell != Farewell.DONE) {
            wake.noLaterThan(Math.min(learning.wakeNanos(), Math.min(sstpWake, pppWake)));
        }
    }

    private void tick() {
        long now = loop.nanoTime();
        if (sstpWake <= now) {
            // packets count as life, but cost no task each: the machine is told when it is about to complain
            carrier(new SstpEvent.Heard(traffic.lastHeard()));
            if (sstpWake <= now) {
                carrier(new SstpEvent.Tick());
            }
        }
        if (pppWake <= now) {
            long heard = traffic.lastHeard();
            if (phase == TunnelPhase.PROJECTED && heard != heardTold) {
                heardTold = heard;
                link(new PppEvent.Heard(heard));
            }
            if (pppWake <= now) {
                link(new PppEvent.Tick());
            }
        }
        learning.tick();
        reschedule();
    }

    // --- what comes from outside, on the loop

    private final class FromTransport implements Transport.Listener {
        @Override
        public void established(Transport.Peer who) {
            if (farewell == Farewell.NONE) {
                peer = who;
                transportUpAt = loop.nanoTime();
                carrier(new SstpEvent.TransportUp());
            }
        }

        @Override
        public void received(byte[] buffer, int offset, int length) {
            traffic.received(buffer, offset, length);
        }

        @Override
        public void failed(Failure failure) {
            fail(peer == null ? failure : TunnelFailures.carrierLost(phase, failure));
        }

        @Override
        public void closed() {
            carrierGone = true;
            sstpWake = Step.NEVER;
            pppWake = Step.NEVER;
            learning.stop();
            if (farewell != Farewell.NONE) {
                finish();
            } else {
                fail(
                        peer == null
                                ? Failure.retryable(619, Layer.TCP, "The connection was closed.")
                                : TunnelFailures.carrierLost(phase, null));
            }
        }
    }

    private final class FromPeer implements SstpTraffic.Control {
        @Override
        public void head(byte[] head) {
            carrier(new SstpEvent.Head(head));
        }

        @Override
        public void control(byte[] packet) {
            carrier(new SstpEvent.Control(packet));
        }

        @Override
        public void malformed(String reason) {
            carrier(new SstpEvent.Malformed(reason));
        }

        @Override
        public void dataSent() {
            SstpTunnel.this.dataSent();
        }

        @Override
        public void packet(byte[] packet) {
            if (!failed && farewell == Farewell.NONE) {
                learning.packet(packet);
                reschedule();
            }
        }

        @Override
        public void frame(byte[] frame) {
            if (phase.compareTo(TunnelPhase.ESTABLISHING) >= 0) {
                if (farewell.compareTo(Farewell.LINK) <= 0) {
                    link(new PppEvent.Frame(frame));
                }
            } else if (phase == TunnelPhase.CONNECTED && early.size() < MAX_EARLY_FRAMES) {
                early.add(frame);
            }
        }
    }

    private final class FromNetwork implements LearningDriver.Ports {
        @Override
        public void send(byte[] frame) {
            sendFrame(frame);
            if (ppp.wantsDataSent()) {
                loop.execute(SstpTunnel.this::dataSent);
            }
        }

        @Override
        public void overhear(Overheard packets) {
            traffic.overhear(packets);
        }

        @Override
        public void learned() {
            tellLearned(listener::learned);
        }

        @Override
        public void changed() {
            tellLearned(listener::projectionChanged);
        }
    }
}
