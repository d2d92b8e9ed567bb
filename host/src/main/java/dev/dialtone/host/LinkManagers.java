package dev.dialtone.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The host's other managers of links, and what they were told of ours. As long as they were told something, the bus
/// is listened to for their beginning anew.
///
/// Changes are serialised by the host's caller; the rest is for any thread.
final class LinkManagers {
    private final Firewalld firewalld = new Firewalld(SystemBusSocket.address());
    private final NetworkManager networkManager = new NetworkManager(SystemBusSocket.address());
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<HostChange> told = new HashSet<>();
    private @Nullable BusWatch watch;

    List<HostChange> introductions(String link, String firewallZone) {
        List<HostChange> changes = new ArrayList<>();
        if (NetworkManager.plausible()) {
            changes.add(new HostChange.Unmanaged(link));
        }
        if (!firewallZone.isEmpty()) {
            changes.add(firewalld.placing(link, firewallZone));
        }
        return changes;
    }

    void requireFirewallZone(String zone) {
        var _ = firewalld.placing("dial0", zone);
    }

    Firewalld.State firewall() throws BusException {
        return firewalld.state();
    }

    NetworkManager.State networkManager() throws BusException {
        return networkManager.state();
    }

    void apply(HostChange.Unmanaged change) {
        networkManager.leaveAlone(change.link());
        remember(change);
    }

    /// The link is about to go, and what was said of it goes with it.
    void undo(HostChange.Unmanaged change) {
        forget(change);
    }

    void apply(HostChange.FirewallZone change) {
        firewalld.put(change);
        remember(change);
    }

    void undo(HostChange.FirewallZone change) {
        forget(change);
        firewalld.takeOut(change);
    }

    /// Tells the listener, until it is closed.
    HostWatch watch(HostListener listener) {
        // each watch its own, though one listener may have several
        Runnable own = () -> listener.linkManagersChanged();
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    private synchronized void remember(HostChange change) {
        told.add(change);
        if (watch == null) {
            watch = BusWatch.start(SystemBusSocket.address(), () -> listeners.forEach(Runnable::run));
        }
    }

    private synchronized void forget(HostChange change) {
        told.remove(change);
        if (told.isEmpty() && watch != null) {
            watch.close();
            watch = null;
        }
    }
}
