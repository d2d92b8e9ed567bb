package dev.dialtone.interop;

import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import dev.dialtone.testkit.ForwardingHost;
import dev.dialtone.testkit.ForwardingResolver;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A host that stands still at a change until it is let go, as a busy kernel would, and tells before each change.
final class GatedHost extends ForwardingHost {
    private Predicate<HostChange> held = _ -> false;
    private boolean waiting;
    private volatile Consumer<HostChange> before = _ -> {};

    GatedHost(Host host) {
        super(host);
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
    public PacketDevice open(HostChange.Device device) {
        pass(device);
        return super.open(device);
    }

    @Override
    public void apply(HostChange change) {
        pass(change);
        super.apply(change);
    }

    @Override
    public Resolver resolver() {
        return new ForwardingResolver(super.resolver()) {
            @Override
            public void apply(HostChange prepared, List<LinkDns> connections) {
                before.accept(prepared);
                super.apply(prepared, connections);
            }
        };
    }
}
