package dev.dialtone.testkit;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A host in memory. It behaves as Linux does where that shows: what belongs to an interface goes with
/// it, a change to an interface that is not there is refused, making or undoing a change twice is
/// success.
///
/// Safe for use by several threads.
public final class MemoryHost implements Host {
    /// The interface every destination is reached through unless a route says otherwise.
    public static final String OUTER_LINK = "eth0";

    /// What happened to a change.
    public enum Deed {
        APPLIED,
        REFUSED,
        UNDONE,
        /// The interface it belonged to went.
        GONE_WITH_LINK
    }

    /// One line of the host's history.
    ///
    /// @param nanoTime when, by [System#nanoTime()]
    public record Event(long nanoTime, Deed deed, HostChange change) {}

    private static final NextHop OUTSIDE =
            new NextHop(OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.10"));

    private final MemoryResolver resolver = new MemoryResolver(this);
    private final Set<HostChange> present = new LinkedHashSet<>();
    private final List<Event> history = new ArrayList<>();
    private final Map<String, MemoryDevice> devices = new LinkedHashMap<>();
    private final Map<InetAddress, NextHop> nextHops = new LinkedHashMap<>();
    private @Nullable Predicate<HostChange> refused;
    private Failure refusal = Failure.of(5, Layer.HOST, "the test refused it");
    private List<HostFinding> findings = List.of();

    /// A host with `lo` and [#OUTER_LINK], as no dial has touched it yet.
    public MemoryHost() {}

    @Override
    public synchronized String freeName() {
        int number = 0;
        while (devices.containsKey("dial" + number)) {
            number++;
        }
        return "dial" + number;
    }

    @Override
    public synchronized MemoryDevice open(HostChange.Device device) {
        refuseIfTold(device);
        if (devices.containsKey(device.name())) {
            throw refuse(device, Failure.of(5, Layer.HOST, device.name() + " is taken (EBUSY)"));
        }
        MemoryDevice opened = new MemoryDevice(device.name(), () -> gone(device.name()));
        devices.put(device.name(), opened);
        note(Deed.APPLIED, device);
        present.add(device);
        notifyAll();
        return opened;
    }

    @Override
    public synchronized void apply(HostChange change) {
        refuseIfTold(change);
        if (change instanceof HostChange.Device) {
            throw new IllegalArgumentException("a device is made by open, not by apply");
        }
        String link = linkOf(change);
        if (link != null && !link.equals(OUTER_LINK) && !link.equals("lo") && !devices.containsKey(link)) {
            throw refuse(change, Failure.of(5, Layer.HOST, "there is no interface " + link + " (ENODEV)"));
        }
        if (present.add(change)) {
            note(Deed.APPLIED, change);
        }
    }

    @Override
    public void undo(HostChange change) {
        MemoryDevice device;
        synchronized (this) {
            if (!present.contains(change)) {
                return;
            }
            device = change instanceof HostChange.Device(String name) ? devices.get(name) : null;
            if (device == null) {
                present.remove(change);
                note(Deed.UNDONE, change);
                if (change instanceof HostChange.ResolvedLinks || change instanceof HostChange.ResolvConf) {
                    resolver.undone();
                }
                return;
            }
        }
        device.close();
    }

    /// By the longest prefix of the routes made here, then what [#reach] said, then through
    /// [#OUTER_LINK].
    @Override
    public synchronized NextHop routeTo(InetAddress destination) {
        Optional<HostChange.Route> route = present.stream()
                .filter(HostChange.Route.class::isInstance)
                .map(HostChange.Route.class::cast)
                .filter(r -> covers(r, destination))
                .max(Comparator.comparingInt(HostChange.Route::prefixLength));
        if (route.isPresent()) {
            return new NextHop(route.get().link(), route.get().gateway(), null);
        }
        if (destination.isLoopbackAddress()) {
            return new NextHop("lo", null, destination);
        }
        return nextHops.getOrDefault(destination, OUTSIDE);
    }

    @Override
    public Resolver resolver() {
        return resolver;
    }

    /// The same as [#resolver], with what the test may ask of it.
    public MemoryResolver memoryResolver() {
        return resolver;
    }

    @Override
    public synchronized List<HostFinding> examine() {
        return findings;
    }

    // ---- for the test ----

    /// What [#examine] is to answer.
    public synchronized void find(List<HostFinding> newFindings) {
        findings = List.copyOf(newFindings);
    }

    /// How a destination is to be reached.
    public synchronized void reach(InetAddress destination, NextHop hop) {
        nextHops.put(destination, hop);
    }

    /// From now on every change the predicate accepts is refused with the failure.
    public synchronized void refuse(Predicate<HostChange> changes, Failure failure) {
        refused = changes;
        refusal = failure;
    }

    public synchronized void refuseNothing() {
        refused = null;
    }

    /// What was changed and not undone yet, in order. Empty: nothing is left on the host.
    public synchronized Set<HostChange> present() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(present));
    }

    /// Everything that happened, in order.
    public synchronized List<Event> history() {
        return List.copyOf(history);
    }

    /// The open devices by name.
    public synchronized Map<String, MemoryDevice> devices() {
        return Map.copyOf(devices);
    }

    /// Waits until a device is open and gives it; when there are several, the oldest.
    public synchronized MemoryDevice awaitDevice(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (devices.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("no device was opened within " + timeout);
            }
            wait(left);
        }
        return devices.values().iterator().next();
    }

    /// The process that owned the devices dies: they go, with what belongs to them. Everything else stays
    /// as it is.
    public void crash() {
        devices().values().forEach(MemoryDevice::close);
    }

    synchronized void resolve(HostChange prepared, List<Resolver.LinkDns> connections) {
        refuseIfTold(prepared);
        if (connections.isEmpty()) {
            if (present.remove(prepared)) {
                note(Deed.UNDONE, prepared);
            }
        } else if (present.add(prepared)) {
            note(Deed.APPLIED, prepared);
        }
    }

    private synchronized void gone(String link) {
        devices.remove(link);
        for (HostChange change : List.copyOf(present)) {
            if (change instanceof HostChange.Device(String name) && name.equals(link)) {
                present.remove(change);
                note(Deed.UNDONE, change);
            } else if (link.equals(linkOf(change))) {
                present.remove(change);
                note(Deed.GONE_WITH_LINK, change);
            }
        }
    }

    private void refuseIfTold(HostChange change) {
        if (refused != null && refused.test(change)) {
            throw refuse(change, refusal);
        }
    }

    private HostException refuse(HostChange change, Failure failure) {
        note(Deed.REFUSED, change);
        return new HostException(failure);
    }

    private void note(Deed deed, HostChange change) {
        history.add(new Event(System.nanoTime(), deed, change));
    }

    private static @Nullable String linkOf(HostChange change) {
        return switch (change) {
            case HostChange.LinkUp up -> up.link();
            case HostChange.Address address -> address.link();
            case HostChange.Route route -> route.link();
            case HostChange.Device _, HostChange.ResolvConf _, HostChange.ResolvedLinks _ -> null;
        };
    }

    private static boolean covers(HostChange.Route route, InetAddress address) {
        return IpPrefix.covers(route.destination(), route.prefixLength(), address);
    }
}
