package dev.dialtone.testkit;

import dev.dialtone.carriers.CryptoBinding;
import dev.dialtone.carriers.SstpAction;
import dev.dialtone.carriers.SstpEvent;
import dev.dialtone.carriers.SstpFramer;
import dev.dialtone.carriers.SstpPacket;
import dev.dialtone.carriers.SstpServer;
import dev.dialtone.carriers.SstpTraffic;
import dev.dialtone.carriers.TlsAcceptor;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.AuthResult;
import dev.dialtone.ppp.NetworkResult;
import dev.dialtone.ppp.PppAnswerer;
import dev.dialtone.ppp.PppAnswererAction;
import dev.dialtone.ppp.PppEvent;
import java.net.Inet4Address;
import java.security.cert.CertificateEncodingException;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One client of a [TunnelAnswerer]. The machines run on a loop of its own; packets pass by it.
final class TunnelSession implements Transport.Listener, SstpTraffic.Control {
    private static final System.Logger LOG = System.getLogger(TunnelSession.class.getName());

    private final ThreadLoop loop;
    private final AnsweringServer server;
    private final TunnelAnswerer.Network network;
    private final RandomGenerator random;
    private final SstpServer sstp;
    private final SstpTraffic traffic;
    private final Alarm sstpAlarm;
    private final Alarm pppAlarm;
    private Runnable onEnd = () -> {};
    private @Nullable Transport transport;
    private @Nullable PppAnswerer ppp;
    private @Nullable Inet4Address address;
    private @Nullable NetworkResult opened;
    private @Nullable Runnable attachment;
    private boolean bound;

    TunnelSession(String name, AnsweringServer server, TunnelAnswerer.Network network, RandomGenerator random) {
        this.server = server;
        this.network = network;
        this.random = random;
        this.loop = new ThreadLoop(name);
        this.sstp = new SstpServer(server.config().hashBitmap, random);
        this.traffic = new SstpTraffic(SstpFramer.ofRequests(), loop, this);
        this.sstpAlarm = new Alarm(loop, this::sstpTick);
        this.pppAlarm = new Alarm(loop, () -> runPpp(new PppEvent.Tick()));
    }

    /// @param whenOver run once, when all is released
    void start(TlsAcceptor.Incoming incoming, Runnable whenOver) {
        loop.execute(() -> {
            onEnd = whenOver;
            transport = incoming.take(loop, this);
        });
    }

    void abort() {
        loop.execute(() -> {
            if (transport != null) {
                transport.abort();
            }
        });
    }

    // ---- from the carrier ----

    @Override
    public void established(Transport.Peer peer) {
        runSstp(new SstpEvent.TransportUp());
    }

    @Override
    public void received(byte[] buffer, int offset, int length) {
        traffic.received(buffer, offset, length);
    }

    @Override
    public void failed(Failure failure) {
        LOG.log(System.Logger.Level.INFO, "tunnel.failed reason={0}", failure.reason());
    }

    @Override
    public void closed() {
        traffic.open(null, false, false);
        sstpAlarm.cancel();
        pppAlarm.cancel();
        if (attachment != null) {
            attachment.run();
        }
        if (address != null) {
            server.pool().giveBack(address);
        }
        onEnd.run();
        loop.close();
    }

    // ---- from the client ----

    @Override
    public void head(byte[] head) {
        runSstp(new SstpEvent.Head(head));
    }

    @Override
    public void control(byte[] packet) {
        runSstp(new SstpEvent.Control(packet));
    }

    @Override
    public void frame(byte[] frame) {
        runSstp(new SstpEvent.Heard(loop.nanoTime()));
        runPpp(new PppEvent.Frame(frame));
    }

    @Override
    public void dataSent() {}

    @Override
    public void malformed(String reason) {
        runSstp(new SstpEvent.Malformed(reason));
    }

    private void sstpTick() {
        runSstp(new SstpEvent.Heard(traffic.lastHeard()));
        runSstp(new SstpEvent.Tick());
    }

    // ---- the machines ----

    private void runSstp(SstpEvent event) {
        Step<SstpAction> step = sstp.on(event, loop.nanoTime());
        for (SstpAction action : step.actions()) {
            switch (action) {
                case SstpAction.Send(byte[] bytes) -> send(bytes);
                case SstpAction.Connected() -> linkUp();
                case SstpAction.Bound() -> {
                    bound = true;
                    pass();
                }
                case SstpAction.Failed(Failure failure) -> failed(failure);
                case SstpAction.CloseTransport() -> {
                    if (transport != null) {
                        transport.close();
                    }
                }
            }
        }
        sstpAlarm.set(step.wakeNanos());
    }

    private void linkUp() {
        Optional<Inet4Address> given = server.pool().take();
        address = given.orElse(null);
        ppp = new PppAnswerer(
                server.pppConfig(given, server.config().startsFirst, new Transcript(0, loop::nanoTime)),
                Mischief.script(Map.of(), given.isPresent(), random),
                random);
        runPpp(new PppEvent.LowerUp());
    }

    private void runPpp(PppEvent event) {
        PppAnswerer machine = ppp;
        if (machine == null) {
            return;
        }
        Step<PppAnswererAction> step = machine.on(event, loop.nanoTime());
        for (PppAnswererAction action : step.actions()) {
            switch (action) {
                case PppAnswererAction.Send(byte[] frame) -> send(SstpPacket.data(frame));
                case PppAnswererAction.Authenticated(String _, AuthResult result) -> authenticated(result);
                case PppAnswererAction.NetworkOpened(NetworkResult result) -> opened = result;
                case PppAnswererAction.NetworkChanged(NetworkResult result) -> opened = result;
                case PppAnswererAction.Failed(Failure failure) -> failed(failure);
                case PppAnswererAction.PeerTerminated(Failure failure) -> failed(failure);
                case PppAnswererAction.Terminated() -> {
                    ppp = null;
                    runSstp(new SstpEvent.Disconnect());
                }
                case PppAnswererAction.CutCarrier() -> abort();
                case PppAnswererAction.LcpOpened _,
                        PppAnswererAction.KeysChanged _,
                        PppAnswererAction.AuthenticationRefused _,
                        PppAnswererAction.AuthenticationFailed _ -> {}
            }
        }
        pass();
        pppAlarm.set(step.wakeNanos());
    }

    private void authenticated(AuthResult result) {
        try {
            // the keys as the client sees them: a server's receive key is the client's send key
            byte[] hlak = CryptoBinding.hlak(result.receiveKey(), result.sendKey());
            runSstp(new SstpEvent.Authenticated(
                    hlak, server.identity().certificate().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    /// Opens the way for packets once the client is bound to its sign-in and the network is there.
    private void pass() {
        NetworkResult result = opened;
        if (!bound || result == null) {
            return;
        }
        traffic.open(transport, result.ipv4() != null, result.ipv6() != null);
        if (attachment == null && address != null) {
            attachment = network.attach(traffic, address);
        }
    }

    private void send(byte[] bytes) {
        if (transport != null) {
            transport.send(bytes, 0, bytes.length);
        }
    }
}
