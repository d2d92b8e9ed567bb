package dev.dialtone.host;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The host inside a network namespace. Each change is made by a thread that enters for it; a device works on from
/// outside, because it belongs to the namespace it was made in.
final class NamespaceHost implements Host {
    private final LinuxHost outside;
    private final NetworkNamespace namespace;
    private final Resolver resolver;
    // knows nothing of namespaces: it is always called from within
    private final LinuxHost within = LinuxHost.withoutResolvConf();

    NamespaceHost(LinuxHost outside, NetworkNamespace namespace) {
        this.outside = outside;
        this.namespace = namespace;
        this.resolver = NamespaceResolver.of(namespace);
    }

    @Override
    public String freeName(Predicate<String> taken) {
        return namespace.call(() -> within.freeName(taken));
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        return namespace.call(() -> within.open(device));
    }

    @Override
    public void apply(HostChange change) {
        boolean _ = namespace.call(() -> {
            within.apply(change);
            return true;
        });
    }

    @Override
    public void undo(HostChange change) {
        switch (change) {
            // files are outside, and a device of ours is closed from anywhere
            case HostChange.Device _, HostChange.ResolvConf _, HostChange.NewResolvConf _ -> within.undo(change);
            case HostChange.LinkUp _,
                    HostChange.Address _,
                    HostChange.Route _,
                    HostChange.Rule _,
                    HostChange.Unreachable _ -> {
                // what is in a namespace that is gone went with it
                if (namespace.exists() && namespace.isMounted()) {
                    boolean _ = namespace.call(() -> {
                        within.undo(change);
                        return true;
                    });
                }
            }
            // nobody is told of links in here: they go with their namespace
            case HostChange.ResolvedLinks _, HostChange.FirewallZone _, HostChange.Unmanaged _ -> {}
            case HostChange.Namespace _, HostChange.OwnedNamespace _, HostChange.Inside _, HostChange.KillSwitch _ ->
                throw new IllegalArgumentException("not inside a namespace: " + change);
        }
    }

    @Override
    public Resolver resolver() {
        return resolver;
    }

    /// What rules the links outside does not see those in here.
    @Override
    public List<HostChange> introductions(String link, String firewallZone) {
        return List.of();
    }

    @Override
    public NextHop routeTo(InetAddress destination) {
        return outside.routeTo(destination);
    }

    @Override
    public Optional<NextHop> outerRouteTo(InetAddress destination) {
        return outside.outerRouteTo(destination);
    }

    @Override
    public Optional<NextHop> wayAround(InetAddress network, int prefixLength) {
        return namespace.call(() -> within.wayAround(network, prefixLength));
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        return outside.hasAddress(address);
    }

    @Override
    public Set<InetAddress> sshPeers() {
        return outside.sshPeers();
    }

    @Override
    public HostWatch watch(HostListener listener) {
        return outside.watch(listener);
    }

    @Override
    public Host inside(String other) {
        return outside.inside(other);
    }

    @Override
    public boolean hasNamespace(String name) {
        return outside.hasNamespace(name);
    }

    @Override
    public NamespaceOwner namespaceOwner(String name) {
        return outside.namespaceOwner(name);
    }

    @Override
    public List<HostFinding> examine() {
        return outside.examine();
    }
}
