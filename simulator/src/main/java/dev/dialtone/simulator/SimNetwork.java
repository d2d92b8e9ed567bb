package dev.dialtone.simulator;

import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Loop;
import dev.dialtone.testkit.AnsweringServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Names, servers and what lies between them and the clients, in [VirtualTime]. Clients open transports to it
/// from loops of the same time; received bytes come on the client's loop too, for there is one thread only.
public final class SimNetwork implements Transport.Opener {
    private static final int HTTPS = 443;
    private static final int FIRST_PORT = 32_768;
    private static final int PORTS = 28_232;
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.10");

    private final VirtualTime time;
    private final Seed seed;
    private final FaultPlan faults;
    private final SimObserver observer;
    private final SimLoop weather;
    private final Map<String, SimServer> servers = new LinkedHashMap<>();
    private final List<SimCarrier> live = new ArrayList<>();
    private int opened;

    public SimNetwork(VirtualTime time, Seed seed, FaultPlan faults, SimObserver observer) {
        this.time = time;
        this.seed = seed;
        this.faults = faults;
        this.observer = observer;
        this.weather = time.loop("network");
    }

    /// Puts a server on the network under that name; it is up, on port 443 as on every other.
    public SimServer server(String host, AnsweringServer answering) {
        InetAddress address = InetAddress.ofLiteral("198.51.100." + (servers.size() + 1));
        SimServer server = new SimServer(host, answering, new InetSocketAddress(address, HTTPS), observer);
        servers.put(key(host), server);
        for (Outage outage : faults.outages(host)) {
            var _ = weather.at(outage.atNanos(), () -> server.vanish(outage.how()));
            var _ = weather.at(outage.atNanos() + outage.lastsNanos(), server::comeBack);
        }
        return server;
    }

    /// Carriers that are not over on both sides, oldest first.
    public List<SimCarrier> carriers() {
        return List.copyOf(live);
    }

    /// @param loop a [SimLoop] of this network's time
    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        if (!(loop instanceof SimLoop client)) {
            throw new IllegalArgumentException("a simulated network needs simulated loops, not " + loop);
        }
        int number = ++opened;
        SimCarrier carrier = new SimCarrier(
                this,
                new SimObserver.Carrier(number, client.name(), target.host()),
                faults.carrier(target, number),
                target,
                new InetSocketAddress(CLIENT, FIRST_PORT + number % PORTS),
                seed.stream("carrier", number),
                client,
                listener);
        live.add(carrier);
        carrier.open();
        return carrier.client();
    }

    VirtualTime time() {
        return time;
    }

    SimObserver observer() {
        return observer;
    }

    RandomGenerator sessionRandom(SimObserver.Carrier carrier) {
        return seed.stream("session", carrier.number());
    }

    @Nullable
    SimServer find(String host) {
        return servers.get(key(host));
    }

    void forget(SimCarrier carrier) {
        live.remove(carrier);
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
