package dev.dialtone.simulator;

import dev.dialtone.testkit.AnsweringServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// A server on the simulated network.
public final class SimServer {
    /// How it is to be found.
    public enum Health {
        UP,
        /// The machine is there, but nothing listens.
        REFUSES,
        /// The machine is gone; nothing comes back.
        SILENT
    }

    private final String host;
    private final AnsweringServer answering;
    private final InetSocketAddress address;
    private final SimObserver observer;
    private final List<SimCarrier> carriers = new ArrayList<>();
    private Health health = Health.UP;

    SimServer(String host, AnsweringServer answering, InetSocketAddress address, SimObserver observer) {
        this.host = host;
        this.answering = answering;
        this.address = address;
        this.observer = observer;
    }

    public String host() {
        return host;
    }

    /// What it is above its carriers.
    public AnsweringServer answering() {
        return answering;
    }

    /// Its outer endpoint.
    public InetSocketAddress address() {
        return address;
    }

    public Health health() {
        return health;
    }

    /// Carriers that it has accepted and that are not over on its side, oldest first.
    public List<SimCarrier> carriers() {
        return List.copyOf(carriers);
    }

    /// It goes, and every connection with it: with a reset when it refuses from now on, as after the end of a
    /// process; without a word when it is silent, as after a power cut.
    public void vanish(Health how) {
        if (how == Health.UP) {
            throw new IllegalArgumentException("a server that vanishes is not up");
        }
        health = how;
        observer.fault(null, FaultKind.SERVER_GONE, host + " " + how);
        carriers().forEach(carrier -> carrier.serverGone(how == Health.SILENT));
    }

    /// It listens again, and knows nothing of before.
    public void comeBack() {
        if (health != Health.UP) {
            health = Health.UP;
            observer.fault(null, FaultKind.SERVER_BACK, host);
        }
    }

    void add(SimCarrier carrier) {
        carriers.add(carrier);
    }

    void remove(SimCarrier carrier) {
        carriers.remove(carrier);
    }
}
