package dev.dialtone.interop;

import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostListener;
import dev.dialtone.host.HostWatch;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A host that stands still at a change until it is let go, as a busy kernel would, and tells before each change.
final class GatedHost implements Host {
    private final Host host;
    private Predicate<HostChange> held = _ -> false;
    private boolean waiting;
    private volatile Consumer<HostChange> before = _ -> {};

    GatedHost(Host host) {
        this.host = host;
    }

    synchronized void holdAt(Predicate<HostChange> changes) {
        held = changes;
    }

    synchronized void release() {
        held = _ -> false;
        notifyAll();
    }

    /// @return false when no change was held in time
    synchronized boolean awaitHeld(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!waiting) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// Called with each change right before it is made.
    void before(Consumer<HostChange> told) {
        before = told;
    }

    private synchronized void pass(HostChange change) {
        before.accept(change);
        while (held.test(change)) {
            waiting = true;
            notifyAll();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        waiting = false;
    }

    @Override
    public String freeName(Predicate<String> taken) {
        return host.freeName(taken);
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        pass(device);
        return host.open(device);
    }

    @Override
    public void apply(HostChange change) {
        pass(change);
        host.apply(change);
    }

    @Override
    public void undo(HostChange change) {
        host.undo(change);
    }

    @Override
    public NextHop routeTo(InetAddress destination) {
        return host.routeTo(destination);
    }

    @Override
    public Optional<NextHop> outerRouteTo(InetAddress destination) {
        return host.outerRouteTo(destination);
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        return host.hasAddress(address);
    }

    @Override
    public HostWatch watch(HostListener listener) {
        return host.watch(listener);
    }

    @Override
    public Resolver resolver() {
        Resolver resolver = host.resolver();
        return new Resolver() {
            @Override
            public String mechanism() {
                return resolver.mechanism();
            }

            @Override
            public HostChange prepare() {
                return resolver.prepare();
            }

            @Override
            public void apply(HostChange prepared, List<LinkDns> connections) {
                before.accept(prepared);
                resolver.apply(prepared, connections);
            }
        };
    }

    @Override
    public List<HostFinding> examine() {
        return host.examine();
    }
}
