package dev.dialtone.testkit;

import dev.dialtone.host.HostChange;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A [MemoryHost] inside a network namespace of it; its changes are seen there as [HostChange.Inside].
final class MemoryNamespace extends ForwardingHost {
    private final MemoryHost host;
    private final String namespace;

    MemoryNamespace(MemoryHost host, String namespace) {
        super(host);
        this.host = host;
        this.namespace = namespace;
    }

    @Override
    public String freeName(Predicate<String> taken) {
        return host.freeName(namespace, taken);
    }

    @Override
    public PacketDevice open(HostChange.Device device) {
        return host.open(namespace, device);
    }

    @Override
    public void apply(HostChange change) {
        host.apply(change.in(namespace));
    }

    @Override
    public void undo(HostChange change) {
        host.undo(change.in(namespace));
    }

    /// Nothing but tunnels leads out of it.
    @Override
    public Optional<NextHop> wayAround(InetAddress network, int prefixLength) {
        return Optional.empty();
    }

    @Override
    public List<HostChange> introductions(String link, String firewallZone) {
        return List.of();
    }

    @Override
    public Resolver resolver() {
        return host.resolverOf(namespace);
    }
}
