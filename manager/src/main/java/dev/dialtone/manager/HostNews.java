package dev.dialtone.manager;

import dev.dialtone.host.Host;
import dev.dialtone.host.HostException;
import dev.dialtone.host.HostListener;
import dev.dialtone.host.HostWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Passes on to every connection what the host notices, from the watch's thread to their loops.
final class HostNews implements HostListener {
    private static final Logger LOG = System.getLogger(HostNews.class.getName());

    private final Registry registry;
    private final HostDesk hostDesk;

    private HostNews(Registry registry, HostDesk hostDesk) {
        this.registry = registry;
        this.hostDesk = hostDesk;
    }

    /// Without a watch connections live by their own timers, as they do anyway.
    static HostWatch watch(Host host, Registry registry, HostDesk hostDesk) {
        try {
            return host.watch(new HostNews(registry, hostDesk));
        } catch (HostException e) {
            LOG.log(Level.WARNING, "host_not_watched reason=" + e.getMessage());
            return () -> {};
        }
    }

    @Override
    public void networkChanged() {
        registry.connections().forEach(ActiveConnection::networkChanged);
    }

    @Override
    public void namesRewritten() {
        hostDesk.namesRewritten();
    }

    @Override
    public void linkManagersChanged() {
        hostDesk.linkManagersChanged();
    }

    @Override
    public void resumed(Duration asleep) {
        LOG.log(Level.INFO, "host_resumed asleep_seconds=" + asleep.toSeconds());
        registry.connections().forEach(connection -> connection.resumed(asleep));
    }
}
