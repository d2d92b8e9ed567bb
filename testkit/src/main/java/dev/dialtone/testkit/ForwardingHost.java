package dev.dialtone.testkit;

import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostListener;
import dev.dialtone.host.HostWatch;
import dev.dialtone.host.NamespaceOwner;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A host that hands every call on to another; who extends it comes in between where it wants to. Threads: as the
/// other host.
public abstract class ForwardingHost implements Host {
    private final Host host;

    protected ForwardingHost(Host host) {
        this.host = host;
    }

    @Override
    public String freeName(Predicate<String> taken) {
        return host.freeName(taken);
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        return host.open(device);
    }

    @Override
    public void apply(HostChange change) {
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
    public Optional<NextHop> wayAround(InetAddress network, int prefixLength) {
        return host.wayAround(network, prefixLength);
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        return host.hasAddress(address);
    }

    @Override
    public Set<InetAddress> sshPeers() {
        return host.sshPeers();
    }

    @Override
    public HostWatch watch(HostListener listener) {
        return host.watch(listener);
    }

    @Override
    public List<HostChange> introductions(String link, String firewallZone) {
        return host.introductions(link, firewallZone);
    }

    @Override
    public void requireFirewallZone(String zone) {
        host.requireFirewallZone(zone);
    }

    @Override
    public Resolver resolver() {
        return host.resolver();
    }

    @Override
    public Host inside(String namespace) {
        return host.inside(namespace);
    }

    @Override
    public boolean hasNamespace(String name) {
        return host.hasNamespace(name);
    }

    @Override
    public NamespaceOwner namespaceOwner(String name) {
        return host.namespaceOwner(name);
    }

    @Override
    public void prepare(HostChange change, Consumer<Runnable> then) {
        host.prepare(change, then);
    }

    @Override
    public boolean mayUseNamespaces() {
        return host.mayUseNamespaces();
    }

    @Override
    public OptionalInt othersIn(int table) {
        return host.othersIn(table);
    }

    @Override
    public List<HostFinding> examine() {
        return host.examine();
    }

    @Override
    public List<HostFinding> survey() {
        return host.survey();
    }

    @Override
    public Optional<Link> link(String name) {
        return host.link(name);
    }

    @Override
    public OptionalInt pathMtu(InetSocketAddress local, InetSocketAddress remote) {
        return host.pathMtu(local, remote);
    }
}
