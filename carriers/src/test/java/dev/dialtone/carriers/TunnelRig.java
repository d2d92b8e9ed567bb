package dev.dialtone.carriers;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.Accounts;
import dev.dialtone.ppp.PppAnswerer;
import dev.dialtone.ppp.PppAnswererAction;
import dev.dialtone.ppp.PppAnswererConfig;
import dev.dialtone.ppp.PppAnswererScript;
import dev.dialtone.ppp.PppConfig;
import dev.dialtone.ppp.PppEvent;
import dev.dialtone.ppp.RefusalPolicy;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tunnel, a server of our own and a pipe between them, all in virtual time.
final class TunnelRig implements TunnelListener, Transport.Opener, SstpFramer.Sink {
    final VirtualLoop loop = new VirtualLoop();
    final List<String> news = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    final List<byte[]> atServer = new ArrayList<>();
    final SstpTunnel tunnel;
    final byte[] certificate;

    /// How far the owner goes by itself.
    int stopAfter = Integer.MAX_VALUE;

    /// What the owner has to offer, one after the other, when it is refused.
    final Deque<Consumer<Tunnel>> offers = new ArrayDeque<>();

    /// Whole SSTP packets that came from the client, data included.
    final List<byte[]> fromClient = new ArrayList<>();

    boolean serverSilent;
    byte @Nullable [] serverHead;
    boolean spoilKeys;

    @Nullable
    TunnelProjection projection;

    Transport.@Nullable Listener client;
    boolean carrierClosed;
    private final SstpServer sstp = new SstpServer(3, new Random(11));
    private final PppAnswerer ppp;
    private final SstpFramer framer = SstpFramer.ofRequests();
    private final TestCertificates.Identity identity;
    private int steps;

    TunnelRig(AuthMethod method) throws Exception {
        this(method, true);
    }

    TunnelRig(@Nullable AuthMethod method, boolean startsFirst) throws Exception {
        this(method, startsFirst, user -> Secret.ofChars("secret".toCharArray()), RefusalPolicy.FINAL);
    }

    /// @param echoNanos idle time before our PPP's echo
    TunnelRig(AuthMethod method, long echoNanos) throws Exception {
        this(method, true, user -> Secret.ofChars("secret".toCharArray()), RefusalPolicy.FINAL, echoNanos);
    }

    TunnelRig(@Nullable AuthMethod method, boolean startsFirst, Accounts accounts, RefusalPolicy refusal)
            throws Exception {
        this(method, startsFirst, accounts, refusal, 0);
    }

    private TunnelRig(
            @Nullable AuthMethod method, boolean startsFirst, Accounts accounts, RefusalPolicy refusal, long echoNanos)
            throws Exception {
        identity = TestCertificates.authority("Rig");
        certificate = identity.certificate().getEncoded();
        Inet4Address own = (Inet4Address) InetAddress.getByName("10.9.0.1");
        Inet4Address given = (Inet4Address) InetAddress.getByName("10.9.0.7");
        ppp = new PppAnswerer(
                new PppAnswererConfig(
                        accounts,
                        method,
                        true,
                        false,
                        own,
                        given,
                        List.of(own),
                        List.of(),
                        1400,
                        startsFirst,
                        "rig",
                        refusal),
                PppAnswererScript.HONEST,
                new Random(12));
        PppConfig config = new PppConfig(
                "user",
                Secret.ofChars("secret".toCharArray()),
                EnumSet.allOf(AuthMethod.class),
                true,
                false,
                null,
                true,
                1400,
                false,
                echoNanos);
        SstpSettings settings =
                new SstpSettings(new Transport.Target("vpn.example.test", 443, null, List.of()), config, 1500);
        tunnel = new SstpTunnel(settings, this, loop, new Random(13), this);
    }

    // --- the owner

    @Override
    public void connected(CarrierInfo carrier) {
        next("connected", tunnel::establish);
    }

    @Override
    public void established() {
        next("established", tunnel::authenticate);
    }

    @Override
    public void authenticationAsked(String method) {
        next("asked " + method, tunnel::respond);
    }

    @Override
    public void authenticationRefused(Failure failure, boolean canChangePassword) {
        next("refused " + failure.error() + (canChangePassword ? " may change" : ""), () -> {
            if (!offers.isEmpty()) {
                offers.remove().accept(tunnel);
            }
        });
    }

    @Override
    public void authenticated(String method, String peerText) {
        next("authenticated " + method, tunnel::project);
    }

    @Override
    public void projected(TunnelProjection got) {
        projection = got;
        next("projected", () -> {});
    }

    @Override
    public void learned(TunnelProjection got) {
        projection = got;
        news.add("learned");
    }

    @Override
    public void projectionChanged(TunnelProjection got) {
        projection = got;
        news.add("changed");
    }

    @Override
    public void failed(Failure failure) {
        failures.add(failure);
        news.add("failed " + failure.error() + " " + failure.layer().word());
    }

    @Override
    public void closed() {
        news.add("closed");
    }

    private void next(String what, Runnable goOn) {
        news.add(what);
        if (++steps < stopAfter) {
            goOn.run();
        }
    }

    // --- the pipe

    @Override
    public Transport open(Transport.Target target, Loop same, Transport.Listener listener) {
        client = listener;
        loop.execute(() -> listener.established(new Transport.Peer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 443),
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                List.of(identity.certificate()))));
        loop.execute(() -> server(new SstpEvent.TransportUp()));
        return new Transport() {
            @Override
            public void send(byte[] buffer, int offset, int length) {
                byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
                loop.execute(() -> framer.feed(copy, 0, copy.length, TunnelRig.this));
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                send(buffer, offset, length);
            }

            @Override
            public void close() {
                endCarrier(null);
            }

            @Override
            public void abort() {
                endCarrier(null);
            }
        };
    }

    /// One packet from the client's host.
    void ipToServer(byte[] packet) {
        PacketBatch batch = tunnel.batch();
        batch.add(packet, 0, packet.length);
        batch.flush();
    }

    /// The stream ends, with or without a failure, after what was sent on it before.
    void endCarrier(@Nullable Failure failure) {
        // one turn for the reader, one for the loop, as with data
        loop.execute(() -> loop.execute(() -> {
            if (!carrierClosed && client != null) {
                carrierClosed = true;
                if (failure != null) {
                    client.failed(failure);
                }
                client.closed();
            }
        }));
    }

    // --- the server

    @Override
    public void head(byte[] head) {
        if (serverHead != null) {
            toClient(serverHead);
        } else {
            server(new SstpEvent.Head(head));
        }
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        fromClient.add(copy);
        if ((copy[1] & 1) != 0) {
            server(new SstpEvent.Control(copy));
        } else if (copy[6] == 0 && (copy[7] == 0x21 || copy[7] == 0x57)) {
            atServer.add(copy);
        } else {
            link(new PppEvent.Frame(Arrays.copyOfRange(copy, 4, copy.length)));
        }
    }

    @Override
    public void malformed(String reason) {
        throw new AssertionError("our client sent what is not SSTP: " + reason);
    }

    void server(SstpEvent event) {
        for (SstpAction action : sstp.on(event, loop.nanoTime()).actions()) {
            switch (action) {
                case SstpAction.Send(byte[] bytes) -> toClient(bytes);
                case SstpAction.Connected() -> link(new PppEvent.LowerUp());
                case SstpAction.Bound() -> news.add("server bound");
                case SstpAction.Failed(Failure failure) -> news.add("server failed " + failure.error());
                case SstpAction.CloseTransport() -> endCarrier(null);
            }
        }
    }

    void link(PppEvent event) {
        Step<PppAnswererAction> step = ppp.on(event, loop.nanoTime());
        for (PppAnswererAction action : step.actions()) {
            if (action instanceof PppAnswererAction.Authenticated(String user, var result)) {
                byte[] hlak = CryptoBinding.hlak(result.receiveKey(), result.sendKey());
                hlak[5] ^= (byte) (spoilKeys ? 1 : 0);
                server(new SstpEvent.Authenticated(hlak, certificate));
                news.add("server let " + user + " in");
            }
        }
        for (PppAnswererAction action : step.actions()) {
            if (action instanceof PppAnswererAction.Send(byte[] frame)) {
                toClient(SstpPacket.data(frame));
            } else if (action instanceof PppAnswererAction.CutCarrier) {
                endCarrier(null);
            }
        }
        if (step.wakeNanos() != Step.NEVER) {
            loop.at(step.wakeNanos(), () -> link(new PppEvent.Tick()));
        }
    }

    void toClient(byte[] bytes) {
        if (!serverSilent) {
            loop.execute(() -> {
                if (!carrierClosed && client != null) {
                    client.received(bytes, 0, bytes.length);
                }
            });
        }
    }

    void ipToClient(byte[] packet) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0xFF, 3, 0, 0x21});
        frame.writeBytes(packet);
        toClient(SstpPacket.data(frame.toByteArray()));
    }

    TunnelRig dial() {
        tunnel.connect();
        loop.advance(TimeUnit.SECONDS.toNanos(1));
        return this;
    }
}
