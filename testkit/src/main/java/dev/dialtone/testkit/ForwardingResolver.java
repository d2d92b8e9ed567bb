package dev.dialtone.testkit;

import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver;
import java.util.List;

/// A resolver that hands every call on to another, as [ForwardingHost] does.
public abstract class ForwardingResolver implements Resolver {
    private final Resolver resolver;

    protected ForwardingResolver(Resolver resolver) {
        this.resolver = resolver;
    }

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
        resolver.apply(prepared, connections);
    }

    @Override
    public String trouble(List<LinkDns> connections) {
        return resolver.trouble(connections);
    }
}
