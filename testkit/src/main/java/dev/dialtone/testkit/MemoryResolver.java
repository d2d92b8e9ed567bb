package dev.dialtone.testkit;

import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver;
import java.util.ArrayList;
import java.util.List;

/// Name resolution in memory: remembers what it was told.
public final class MemoryResolver implements Resolver {
    private final MemoryHost host;
    private final String namespace;
    private final List<List<LinkDns>> applied = new ArrayList<>();
    private boolean forgetful;
    private String trouble = "";

    MemoryResolver(MemoryHost host, String namespace) {
        this.host = host;
        this.namespace = namespace;
    }

    @Override
    public String mechanism() {
        return "memory";
    }

    @Override
    public HostChange prepare() {
        return new HostChange.ResolvedLinks();
    }

    @Override
    public void apply(HostChange prepared, List<LinkDns> connections) {
        host.resolve(prepared.in(namespace), connections);
        synchronized (this) {
            if (forgetful) {
                applied.clear();
            }
            applied.add(List.copyOf(connections));
        }
    }

    @Override
    public synchronized String trouble(List<LinkDns> connections) {
        return trouble;
    }

    /// From now on somebody else has the last word on the host's names.
    ///
    /// @param why what [#trouble] is to say; empty for nobody
    public synchronized void troubled(String why) {
        trouble = why;
    }

    /// From now on [#history] has only the last.
    synchronized void keepNoHistory() {
        forgetful = true;
    }

    /// The list given last; empty before any, and after the change was undone.
    public synchronized List<LinkDns> current() {
        return applied.isEmpty() ? List.of() : applied.getLast();
    }

    /// Every list given so far, oldest first; an undo counts as an empty list.
    public synchronized List<List<LinkDns>> history() {
        return List.copyOf(applied);
    }

    synchronized void undone() {
        applied.add(List.of());
    }
}
