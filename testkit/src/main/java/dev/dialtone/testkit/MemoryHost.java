package dev.dialtone.testkit;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.HostListener;
import dev.dialtone.host.HostWatch;
import dev.dialtone.host.NamespaceOwner;
import dev.dialtone.host.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A host in memory. It behaves as Linux does where that shows: what belongs to an interface goes with
/// it, a change to an interface that is not there is refused, making or undoing a change twice is
/// success.
///
/// Safe for use by several threads.
public final class MemoryHost implements Host {
    /// The interface every destination is reached through at first, unless a route says otherwise.
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

    private static final String LOOPBACK = "lo";
    private static final InetAddress OUTER_ADDRESS = InetAddress.ofLiteral("192.0.2.10");
    private static final NextHop OUTSIDE = new NextHop(OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), OUTER_ADDRESS);

    private static final Comparator<HostChange.Route> PREFERENCE = Comparator.comparingInt(
                    HostChange.Route::prefixLength)
            .thenComparing(HostChange.Route::metric, (a, b) -> Integer.compareUnsigned(b, a));

    private final MemoryResolver resolver = new MemoryResolver(this, "");
    private final Map<String, MemoryResolver> resolvers = new LinkedHashMap<>();
    private final Set<String> namespaces = new LinkedHashSet<>();
    private final Set<HostChange> present = new LinkedHashSet<>();
    private final List<Event> history = new ArrayList<>();
    private final Map<String, MemoryDevice> devices = new LinkedHashMap<>();
    private final Map<InetAddress, NextHop> nextHops = new LinkedHashMap<>();
    private final Map<InetAddress, String> addresses = new LinkedHashMap<>();
    private final Set<String> outerLinks = new LinkedHashSet<>(List.of(LOOPBACK, OUTER_LINK));
    private final Set<InetAddress> sshPeers = new LinkedHashSet<>();
    private final List<HostListener> listeners = new ArrayList<>();
    private @Nullable NextHop defaultRoute = OUTSIDE;
    private @Nullable Predicate<HostChange> refused;
    private Failure refusal = Failure.of(5, Layer.HOST, "the test refused it");
    private List<HostFinding> findings = List.of();
    private List<HostFinding> surveyed = List.of();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private OptionalInt pathMtu = OptionalInt.empty();
    private boolean forgetful;
    private int othersInTables;

    /// A host with `lo` and [#OUTER_LINK], which has 192.0.2.10 and leads everywhere by 192.0.2.1; no dial has
    /// touched it yet.
    public MemoryHost() {
        addresses.put(OUTER_ADDRESS, OUTER_LINK);
    }

    @Override
    public String freeName(Predicate<String> taken) {
        return freeName("", taken);
    }

    synchronized String freeName(String namespace, Predicate<String> taken) {
        int number = 0;
        while (devices.containsKey(inside(namespace, "dial" + number)) || taken.test("dial" + number)) {
            number++;
        }
        return "dial" + number;
    }

    @Override
    public MemoryDevice open(HostChange.Device device) {
        return open("", device);
    }

    synchronized MemoryDevice open(String namespace, HostChange.Device device) {
        HostChange change = device.in(namespace);
        refuseIfTold(change);
        refuseIfNowhere(change);
        String link = inside(namespace, device.name());
        if (devices.containsKey(link)) {
            throw refuse(change, Failure.of(5, Layer.HOST, link + " is taken (EBUSY)"));
        }
        MemoryDevice opened = new MemoryDevice(device.name(), () -> gone(link));
        devices.put(link, opened);
        note(Deed.APPLIED, change);
        present.add(change);
        notifyAll();
        return opened;
    }

    private static String inside(String namespace, String link) {
        return namespace.isEmpty() ? link : namespace + "/" + link;
    }

    private void refuseIfNowhere(HostChange change) {
        if (change instanceof HostChange.Inside(String namespace, HostChange _) && !hasNamespace(namespace)) {
            throw refuse(change, Failure.of(633, Layer.HOST, "there is no namespace " + namespace + " (ENOENT)"));
        }
    }

    @Override
    public synchronized void apply(HostChange change) {
        refuseIfTold(change);
        if (deviceOf(change) != null) {
            throw new IllegalArgumentException("a device is made by open, not by apply");
        }
        refuseIfNowhere(change);
        String link = linkOf(change);
        if (link != null && !outerLinks.contains(link) && !devices.containsKey(link)) {
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
            String name = deviceOf(change);
            device = name == null ? null : devices.get(name);
            if (device == null) {
                present.remove(change);
                note(Deed.UNDONE, change);
                if (change instanceof HostChange.ResolvedLinks || change instanceof HostChange.ResolvConf) {
                    resolver.undone();
                } else if (change instanceof HostChange.Inside(String namespace, HostChange.ResolvedLinks _)) {
                    resolverOf(namespace).undone();
                }
                return;
            }
        }
        device.close();
    }

    /// By the longest prefix of the routes made in the main table, the lowest metric, the newest; then as
    /// [#outerRouteTo].
    @Override
    public synchronized NextHop routeTo(InetAddress destination) {
        HostChange.Route best = null;
        for (HostChange change : present) {
            if (change instanceof HostChange.Route route
                    && route.table() == 0
                    && covers(route, destination)
                    && (best == null || PREFERENCE.compare(route, best) >= 0)) {
                best = route;
            }
        }
        int bits = best == null ? -1 : best.prefixLength();
        boolean refused = present.stream()
                .anyMatch(change -> change instanceof HostChange.Unreachable(InetAddress nowhere, int length)
                        && length > bits
                        && IpPrefix.covers(nowhere, length, destination));
        Optional<NextHop> hop =
                best == null ? outerRouteTo(destination) : Optional.of(new NextHop(best.link(), best.gateway(), null));
        return hop.filter(_ -> !refused)
                .orElseThrow(() -> new HostException(
                        Failure.of(716, Layer.HOST, "no way to " + destination.getHostAddress() + " (ENETUNREACH)")));
    }

    /// Over the loopback to an address of this host, then what [#reach] said, then the default route.
    @Override
    public synchronized Optional<NextHop> outerRouteTo(InetAddress destination) {
        if (destination.isLoopbackAddress() || addresses.containsKey(destination)) {
            return Optional.of(new NextHop(LOOPBACK, null, destination));
        }
        NextHop hop = nextHops.get(destination);
        return Optional.ofNullable(hop == null ? defaultRoute : hop);
    }

    /// What [#reach] said of its first address, then the default route.
    @Override
    public synchronized Optional<NextHop> wayAround(InetAddress network, int prefixLength) {
        return outerRouteTo(network);
    }

    /// The loopback's, those of the outer links, and those given to interfaces by changes.
    @Override
    public synchronized boolean hasAddress(InetAddress address) {
        return address.isLoopbackAddress()
                || addresses.containsKey(address)
                || present.stream()
                        .anyMatch(change -> change instanceof HostChange.Address given
                                && given.address().equals(address));
    }

    @Override
    public synchronized Set<InetAddress> sshPeers() {
        return Set.copyOf(sshPeers);
    }

    /// The listener is called by [#networkChanged], [#namesRewritten], [#linkManagersChanged] and [#resumed] alone, on
    /// their thread.
    @Override
    public HostWatch watch(HostListener listener) {
        // each watch its own, though one listener may have several
        HostListener own = new HostListener() {
            @Override
            public void networkChanged() {
                listener.networkChanged();
            }

            @Override
            public void namesRewritten() {
                listener.namesRewritten();
            }

            @Override
            public void linkManagersChanged() {
                listener.linkManagersChanged();
            }

            @Override
            public void resumed(Duration asleep) {
                listener.resumed(asleep);
            }
        };
        synchronized (this) {
            listeners.add(own);
        }
        return () -> unwatch(own);
    }

    private synchronized void unwatch(HostListener listener) {
        listeners.remove(listener);
    }

    /// Every zone can be had, unless [#refuse] says otherwise.
    @Override
    public List<HostChange> introductions(String link, String firewallZone) {
        return firewallZone.isEmpty() ? List.of() : List.of(new HostChange.FirewallZone(link, firewallZone, ""));
    }

    @Override
    public Resolver resolver() {
        return resolver;
    }

    @Override
    public Host inside(String namespace) {
        return new MemoryNamespace(this, namespace);
    }

    /// One that a change made, or that [#addNamespace] says was there before.
    @Override
    public synchronized boolean hasNamespace(String name) {
        return namespaces.contains(name)
                || present.contains(new HostChange.Namespace(name))
                || usersNamespace(name).isPresent();
    }

    private Optional<HostChange.OwnedNamespace> usersNamespace(String name) {
        for (HostChange change : present) {
            if (change instanceof HostChange.OwnedNamespace owned
                    && owned.name().equals(name)) {
                return Optional.of(owned);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized NamespaceOwner namespaceOwner(String name) {
        Optional<HostChange.OwnedNamespace> users = usersNamespace(name);
        if (users.isPresent()) {
            return new NamespaceOwner.User(users.get().uid());
        }
        return hasNamespace(name) ? new NamespaceOwner.Machine() : new NamespaceOwner.Nobody();
    }

    /// What the resolver of a namespace was told.
    public synchronized MemoryResolver resolverOf(String namespace) {
        return resolvers.computeIfAbsent(namespace, name -> new MemoryResolver(this, name));
    }

    /// The same as [#resolver], with what the test may ask of it.
    public MemoryResolver memoryResolver() {
        return resolver;
    }

    @Override
    public synchronized OptionalInt othersIn(int table) {
        return othersInTables < 0 ? OptionalInt.empty() : OptionalInt.of(othersInTables);
    }

    @Override
    public synchronized List<HostFinding> examine() {
        return findings;
    }

    @Override
    public synchronized List<HostFinding> survey() {
        return surveyed;
    }

    @Override
    public synchronized Optional<Link> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    @Override
    public synchronized OptionalInt pathMtu(InetSocketAddress local, InetSocketAddress remote) {
        return pathMtu;
    }

    // ---- for the test ----

    /// What [#survey] is to answer.
    public synchronized void findToo(List<HostFinding> newFindings) {
        surveyed = List.copyOf(newFindings);
    }

    /// What [#link] is to say of a link.
    public synchronized void describe(Link link) {
        links.put(link.name(), link);
    }

    /// What [#pathMtu] is to answer.
    public synchronized void pathMtu(int bytes) {
        pathMtu = OptionalInt.of(bytes);
    }

    /// What [#examine] is to answer.
    public synchronized void find(List<HostFinding> newFindings) {
        findings = List.copyOf(newFindings);
    }

    /// How a destination is to be reached, whatever the default route. Makes the link when there is none.
    public synchronized void reach(InetAddress destination, NextHop hop) {
        outerLinks.add(hop.link());
        nextHops.put(destination, hop);
    }

    /// Moves the default route. Makes the link when there is none. As with all that follows, nobody is told before
    /// [#networkChanged].
    public synchronized void defaultRoute(NextHop hop) {
        outerLinks.add(hop.link());
        defaultRoute = hop;
    }

    /// Takes the default route away: what [#reach] did not name cannot be reached.
    public synchronized void loseDefaultRoute() {
        defaultRoute = null;
    }

    /// How many routes somebody else has in every table; negative for a kernel without policy rules.
    public synchronized void othersInTables(int routes) {
        othersInTables = routes;
    }

    /// Somebody else made a network namespace.
    public synchronized void addNamespace(String name) {
        namespaces.add(name);
    }

    /// Somebody else takes a network namespace away, one of ours too. What is in it stays with those who hold it.
    public synchronized void removeNamespace(String name) {
        namespaces.remove(name);
        present.remove(new HostChange.Namespace(name));
    }

    /// From now on somebody is logged in over SSH from there.
    public synchronized void logIn(InetAddress peer) {
        sshPeers.add(peer);
    }

    /// Gives an outer link an address. Makes the link when there is none.
    public synchronized void addAddress(String link, InetAddress address) {
        outerLinks.add(link);
        addresses.put(address, link);
    }

    public synchronized void removeAddress(InetAddress address) {
        addresses.remove(address);
    }

    /// An outer link goes, with its addresses and routes and with our changes to it.
    public synchronized void removeLink(String link) {
        outerLinks.remove(link);
        addresses.values().removeIf(link::equals);
        nextHops.values().removeIf(hop -> hop.link().equals(link));
        if (defaultRoute != null && defaultRoute.link().equals(link)) {
            defaultRoute = null;
        }
        gone(link);
    }

    /// Tells every open watch that the network changed, at once, on this thread.
    public void networkChanged() {
        watching().forEach(HostListener::networkChanged);
    }

    /// Tells every open watch that somebody else rewrote the resolver's file, at once, on this thread.
    public void namesRewritten() {
        watching().forEach(HostListener::namesRewritten);
    }

    /// Tells every open watch that another manager began anew, at once, on this thread.
    public void linkManagersChanged() {
        watching().forEach(HostListener::linkManagersChanged);
    }

    /// Tells every open watch of a suspend, at once, on this thread.
    public void resumed(Duration asleep) {
        watching().forEach(listener -> listener.resumed(asleep));
    }

    /// How many watches are open.
    public int watches() {
        return watching().size();
    }

    private synchronized List<HostListener> watching() {
        return List.copyOf(listeners);
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

    /// From now on no history grows, its resolver's neither: for a host that lives long.
    public synchronized void keepNoHistory() {
        forgetful = true;
        resolver.keepNoHistory();
    }

    /// The open devices by name; `NAMESPACE/NAME` of those in a namespace.
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

    /// The process that owned the devices dies: they go, with what belongs to them, and nobody watches any more.
    /// Everything else stays as it is.
    public void crash() {
        synchronized (this) {
            listeners.clear();
        }
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
            if (link.equals(deviceOf(change))) {
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
        if (forgetful) {
            return;
        }
        history.add(new Event(System.nanoTime(), deed, change));
    }

    private static @Nullable String linkOf(HostChange change) {
        return switch (change) {
            case HostChange.LinkUp up -> up.link();
            case HostChange.Address address -> address.link();
            case HostChange.Route route -> route.link();
            case HostChange.Unmanaged told -> told.link();
            case HostChange.Inside(String namespace, HostChange inner) -> {
                String link = linkOf(inner);
                yield link == null ? null : inside(namespace, link);
            }
            // as in Linux: a rule stays, whatever link it names
            case HostChange.Device _,
                    HostChange.Rule _,
                    HostChange.KillSwitch _,
                    // a firewall keeps names that no link has
                    HostChange.FirewallZone _,
                    HostChange.ResolvConf _,
                    HostChange.NewResolvConf _,
                    HostChange.Namespace _,
                    HostChange.OwnedNamespace _,
                    HostChange.ResolvedLinks _,
                    HostChange.Unreachable _ -> null;
        };
    }

    private static @Nullable String deviceOf(HostChange change) {
        if (change instanceof HostChange.Inside(String namespace, HostChange.Device(String name))) {
            return inside(namespace, name);
        }
        return change instanceof HostChange.Device(String name) ? name : null;
    }

    private static boolean covers(HostChange.Route route, InetAddress address) {
        return IpPrefix.covers(route.destination(), route.prefixLength(), address);
    }
}
