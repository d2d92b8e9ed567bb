package dev.dialtone.testkit;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.SstpSettings;
import dev.dialtone.carriers.SstpTunnel;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.carriers.Transport;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.PppConfig;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A dial by hand: the carriers' tunnel over real TCP and TLS, driven from phase to phase as a manager
/// would.
final class TestDial implements AutoCloseable {
    private final ThreadLoop loop = new ThreadLoop("test-dial");
    private final List<String> events = new ArrayList<>();
    private final SstpTunnel tunnel;
    private final Deque<Consumer<Tunnel>> offers = new ArrayDeque<>();
    private final Secret password;
    private @Nullable TunnelProjection projection;
    private @Nullable Failure failure;
    private boolean closed;

    private TestDial(int port, X509Certificate ca, String name, String user, String password, Set<AuthMethod> methods) {
        this.password = Secret.ofChars(password.toCharArray());
        PppConfig ppp = new PppConfig(user, this.password, methods, true, true, null, true, 1400, false, 0);
        Transport.Target target = new Transport.Target("127.0.0.1", port, name, List.of(ca));
        this.tunnel = new SstpTunnel(
                new SstpSettings(target, ppp, 1400), new TlsOpener(), loop, new SecureRandom(), new Driver());
    }

    static TestDial start(int port, X509Certificate ca, String user, String password) {
        return start(port, ca, "vpn.example.com", user, password, EnumSet.allOf(AuthMethod.class));
    }

    /// @param offers what to answer to refusals, one after the other; without one left that is its failure
    static TestDial start(int port, X509Certificate ca, String user, String password, List<Consumer<Tunnel>> offers) {
        TestDial dial = new TestDial(port, ca, "vpn.example.com", user, password, EnumSet.allOf(AuthMethod.class));
        dial.offers.addAll(offers);
        dial.loop.execute(dial.tunnel::connect);
        return dial;
    }

    static TestDial start(
            int port, X509Certificate ca, String name, String user, String password, Set<AuthMethod> methods) {
        TestDial dial = new TestDial(port, ca, name, user, password, methods);
        dial.loop.execute(dial.tunnel::connect);
        return dial;
    }

    private final class Driver implements TunnelListener {
        @Override
        public void connected(CarrierInfo carrier) {
            say("connected " + carrier.tlsProtocol());
            tunnel.establish();
        }

        @Override
        public void established() {
            say("established");
            tunnel.authenticate();
        }

        @Override
        public void authenticationAsked(String method) {
            say("asked " + method);
            tunnel.respond();
        }

        @Override
        public void authenticationRefused(Failure why, boolean canChangePassword) {
            say("refused " + why.error());
            Consumer<Tunnel> offer;
            synchronized (TestDial.this) {
                offer = offers.poll();
            }
            if (offer != null) {
                offer.accept(tunnel);
            } else {
                failed(why);
            }
        }

        @Override
        public void authenticated(String method, String peerText) {
            say("authenticated " + method);
            tunnel.project();
        }

        @Override
        public void projected(TunnelProjection given) {
            synchronized (TestDial.this) {
                projection = given;
            }
            say("projected");
        }

        @Override
        public void projectionChanged(TunnelProjection given) {
            synchronized (TestDial.this) {
                projection = given;
            }
            say("projection changed");
        }

        @Override
        public void failed(Failure why) {
            synchronized (TestDial.this) {
                failure = why;
            }
            say("failed " + why.error());
            tunnel.close();
        }

        @Override
        public void closed() {
            synchronized (TestDial.this) {
                closed = true;
            }
            say("closed");
        }
    }

    private synchronized void say(String event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    synchronized TunnelProjection awaitProjected() throws InterruptedException {
        await("projected", 10);
        TunnelProjection given = projection;
        if (given == null) {
            throw new AssertionError("not projected: " + events + " " + failure + " " + loop.failure());
        }
        return given;
    }

    /// Why it failed; fails the test when it did not.
    synchronized Failure awaitFailed() throws InterruptedException {
        return awaitFailed(Duration.ofSeconds(20));
    }

    synchronized Failure awaitFailed(Duration limit) throws InterruptedException {
        await("failed", limit.toSeconds());
        Failure why = failure;
        if (why == null) {
            throw new AssertionError("not failed: " + events + " " + loop.failure());
        }
        return why;
    }

    synchronized boolean awaitClosed(Duration limit) throws InterruptedException {
        await("closed", limit.toSeconds());
        return closed;
    }

    private synchronized void await(String event, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!closed
                && loop.failure() == null
                && events.stream().noneMatch(e -> e.startsWith(event))
                && System.nanoTime() < end) {
            wait(50);
        }
    }

    /// Joins the tunnel to a device, each way on a thread of its own.
    MemoryDevice attach() {
        MemoryDevice device = new MemoryDevice("dial0");
        tunnel.deliverTo(device);
        Thread.ofPlatform().daemon().start(() -> {
            byte[] buffer = new byte[2048];
            PacketBatch batch = tunnel.batch();
            for (int n = device.read(buffer); n >= 0; n = device.read(buffer)) {
                batch.add(buffer, 0, n);
                batch.flush();
            }
        });
        return device;
    }

    SstpTunnel tunnel() {
        return tunnel;
    }

    void hangUp() {
        loop.execute(tunnel::close);
    }

    void cut() {
        loop.execute(tunnel::abort);
    }

    @Override
    public void close() {
        loop.execute(() -> {
            tunnel.abort();
            loop.execute(loop::close);
        });
    }
}
