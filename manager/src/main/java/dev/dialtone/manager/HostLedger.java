package dev.dialtone.manager;

import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import dev.dialtone.host.Resolver.LinkDns;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who owns which change to the host. The only one that touches it: one call at a time (its owner serialises), each
/// change
/// in the journal first (H6). A change that several connections need is made once and taken back with the last of them;
/// name resolution is computed anew from the connections that are left.
final class HostLedger {
    private static final Logger LOG = System.getLogger(HostLedger.class.getName());

    private static final class Owned {
        final List<HostChange> changes = new ArrayList<>();

        @Nullable
        PacketDevice device;
    }

    private record Made(long journalId, int[] owners) {}

    private final Host host;
    private final Journal journal;
    private final Map<String, Owned> owners = new HashMap<>();
    private final Map<HostChange, Made> made = new HashMap<>();
    private final SequencedMap<String, LinkDns> names = new LinkedHashMap<>();
    private @Nullable HostChange resolverBase;
    private long resolverBaseId;

    HostLedger(Host host, Journal journal) {
        this.host = host;
        this.journal = journal;
    }

    /// Undoes what a killed predecessor left. What cannot be undone stays in the journal for the next start.
    void recover() {
        for (Map.Entry<Long, HostChange> left : journal.pending()) {
            try {
                host.undo(left.getValue());
                journal.undone(left.getKey());
                LOG.log(Level.INFO, "host_recovered change=" + left.getValue());
            } catch (HostException e) {
                LOG.log(Level.WARNING, "host_not_recovered change=" + left.getValue() + " reason=" + e.getMessage());
            }
        }
    }

    /// Creates the packet device of a connection.
    PacketDevice open(String connection) {
        HostChange.Device change = new HostChange.Device(host.freeName());
        releaseFormerOwner(change);
        long id = journal.announce(change);
        try {
            PacketDevice device = host.open(change);
            Owned owned = owned(connection);
            owned.device = device;
            owned.changes.add(change);
            made.put(change, new Made(id, new int[] {1}));
            return device;
        } catch (HostException e) {
            journal.undone(id);
            throw e;
        }
    }

    // A teardown closes its device before its release comes to this thread. Its name is free from then on, and what the
    // release would take back by that name would be the next one's.
    private void releaseFormerOwner(HostChange.Device change) {
        if (made.containsKey(change)) {
            owners.entrySet().stream()
                    .filter(owner -> owner.getValue().changes.contains(change))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(this::release);
        }
    }

    /// Makes the plan's changes; on failure those already made stay owned, for [#release].
    void apply(String connection, NetworkPlan plan) {
        for (HostChange change : plan.changes()) {
            make(connection, change);
        }
        LinkDns dns = plan.dns();
        if (dns != null) {
            names.put(connection, dns);
            resolve();
        }
    }

    /// Makes one more change for a connection that is already up; what fails is only logged.
    void addLate(String connection, HostChange change) {
        if (!owners.containsKey(connection)) {
            return;
        }
        try {
            make(connection, change);
        } catch (HostException e) {
            // often only the race with a hang-up, which has closed the device already
            LOG.log(Level.DEBUG, "host_not_changed change=" + change + " reason=" + e.getMessage());
        }
    }

    private void make(String connection, HostChange change) {
        Made shared = made.get(change);
        if (shared != null) {
            shared.owners[0]++;
            owned(connection).changes.add(change);
            return;
        }
        long id = journal.announce(change);
        // noted before it is made: a change that failed halfway is undone with the rest
        made.put(change, new Made(id, new int[] {1}));
        owned(connection).changes.add(change);
        host.apply(change);
    }

    private Owned owned(String connection) {
        return owners.computeIfAbsent(connection, _ -> new Owned());
    }

    private void resolve() {
        Resolver resolver = host.resolver();
        HostChange base = resolverBase;
        if (base == null) {
            base = resolver.prepare();
            resolverBaseId = journal.announce(base);
            resolverBase = base;
        }
        resolver.apply(base, new ArrayList<>(names.sequencedValues().reversed()));
    }

    /// Takes back everything of a connection, newest first. What cannot be taken back is logged and stays in the
    /// journal.
    void release(String connection) {
        if (names.remove(connection) != null) {
            unresolve();
        }
        Owned owned = owners.remove(connection);
        if (owned == null) {
            return;
        }
        for (HostChange change : owned.changes.reversed()) {
            Made shared = made.get(change);
            if (shared == null || --shared.owners[0] > 0) {
                continue;
            }
            made.remove(change);
            try {
                if (change instanceof HostChange.Device && owned.device != null) {
                    owned.device.close();
                }
                host.undo(change);
                journal.undone(shared.journalId);
            } catch (HostException e) {
                LOG.log(Level.WARNING, "host_not_undone change=" + change + " reason=" + e.getMessage());
            }
        }
    }

    private void unresolve() {
        HostChange base = resolverBase;
        if (base == null) {
            return;
        }
        try {
            if (names.isEmpty()) {
                host.resolver().apply(base, List.of());
                host.undo(base);
                journal.undone(resolverBaseId);
                resolverBase = null;
            } else {
                resolve();
            }
        } catch (HostException e) {
            LOG.log(Level.WARNING, "resolver_not_undone reason=" + e.getMessage());
        }
    }

    /// How the server is reached, before the tunnel's routes exist.
    Optional<Host.NextHop> routeTo(java.net.InetAddress server) {
        try {
            return Optional.of(host.routeTo(server));
        } catch (HostException e) {
            return Optional.empty();
        }
    }

    List<Host.HostFinding> examine() {
        return host.examine();
    }
}
