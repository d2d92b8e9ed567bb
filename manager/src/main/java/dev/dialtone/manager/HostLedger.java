package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.NamespaceOwner;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.host.Resolver;
import dev.dialtone.host.Resolver.LinkDns;
import dev.dialtone.host.Traffic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who owns which change to the host. The only one that touches it: one call at a time (its owner serialises),
/// each change in the journal first (H6). A change that several connections need is made once and taken back
/// with the last of them; name resolution is computed anew from the connections that are left.
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
    private final String namespace;
    private final Map<String, Owned> owners = new HashMap<>();
    private final Map<HostChange, Made> made = new HashMap<>();
    private final SequencedMap<String, LinkDns> names = new LinkedHashMap<>();
    private @Nullable HostChange resolverBase;
    private long resolverBaseId;
    private @Nullable Resolver resolverInUse;
    private volatile String namesTrouble = "";

    HostLedger(Host host, Journal journal) {
        this(host, journal, "");
    }

    /// @param namespace where the host is inside, or empty
    private HostLedger(Host host, Journal journal, String namespace) {
        this.host = host;
        this.journal = journal;
        this.namespace = namespace;
    }

    /// A ledger of what is changed inside a network namespace, by the same journal. The same change there is another
    /// one.
    HostLedger inside(String name) {
        return new HostLedger(host.inside(name), journal, name);
    }

    boolean hasNamespace(String name) {
        return host.hasNamespace(name);
    }

    /// Sees to it that there is such a network namespace as long as the connection lasts; also when somebody removed it
    /// since the attempt before. Safe to repeat.
    ///
    /// @throws HostException 5 it is to be a user's, and is not this one's; 633 it is a user's, and is not to be
    void needNamespace(String connection, Placement placement) {
        NamespaceOwner owner = host.namespaceOwner(placement.namespace());
        if (placement.isUsers() ? !isFor(placement, owner) : owner instanceof NamespaceOwner.User) {
            throw taken(placement);
        }
        HostChange change =
                made.keySet().stream().filter(placement::isMadeBy).findFirst().orElseGet(placement::change);
        boolean ours = made.containsKey(change);
        boolean there = host.hasNamespace(placement.namespace());
        if (ours && !there) {
            remake(change);
        }
        // one that is there, and not by us, is somebody else's to remove
        if ((ours || !there) && !ownsNamespace(connection, placement.namespace())) {
            make(connection, change);
        }
    }

    /// SECURITY: asked again each time: the name may lead to another one than when it was chosen.
    private static boolean isFor(Placement placement, NamespaceOwner owner) {
        return switch (owner) {
            case NamespaceOwner.Nobody _ -> true;
            case NamespaceOwner.User(int uid) -> uid == placement.uid();
            case NamespaceOwner.Machine _, NamespaceOwner.Stranger _ -> false;
        };
    }

    private static HostException taken(Placement placement) {
        String name = "the network namespace " + placement.namespace();
        return placement.isUsers()
                ? new HostException(Failure.of(RasError.ACCESS_DENIED, Layer.HOST, name + " is not this user's")
                        .advise("Choose another name."))
                : new HostException(Failure.of(
                                RasError.PORT_NOT_AVAILABLE, Layer.HOST, name + " belongs to a user of this machine")
                        .advise("Choose another name for the entry's netns, or have the user's connection hung up."));
    }

    /// As [Host#prepare].
    void prepare(HostChange change, Consumer<Runnable> then) {
        host.prepare(change, then);
    }

    /// Whether the connection is in a namespace that we made.
    boolean ownsNamespace(String connection, String name) {
        Owned owned = owners.get(connection);
        return owned != null
                && owned.changes.stream()
                        .anyMatch(change -> (change instanceof HostChange.Namespace of
                                        && of.name().equals(name))
                                || (change instanceof HostChange.OwnedNamespace own
                                        && own.name().equals(name)));
    }

    /// Undoes what a killed predecessor left. What cannot be undone stays in the journal for the next start.
    void recover() {
        List<HostChange.KillSwitch> _ = recover(_ -> false);
    }

    /// As above, but for kill switches that are to stay closed: they are made anew, so that there is no moment in
    /// which the host is open, and are owned from now on as [KillSwitches#owner] says.
    ///
    /// @return those
    List<HostChange.KillSwitch> recover(Predicate<HostChange.KillSwitch> stays) {
        List<HostChange.KillSwitch> kept = new ArrayList<>();
        List<Map.Entry<Long, HostChange>> pending = new ArrayList<>(journal.pending());
        pending.removeIf(left -> {
            boolean keeps = left.getValue() instanceof HostChange.KillSwitch one
                    && stays.test(one)
                    && !made.containsKey(one)
                    && keep(left.getKey(), one);
            if (keeps) {
                kept.add((HostChange.KillSwitch) left.getValue());
            }
            return keeps;
        });
        for (Map.Entry<Long, HostChange> left : pending) {
            try {
                if (!made.containsKey(left.getValue())) {
                    host.undo(left.getValue());
                }
                journal.undone(left.getKey());
                LOG.log(Level.INFO, "host_recovered change=" + left.getValue());
            } catch (RuntimeException e) {
                // a fault of ours in one of them must not keep the others
                LOG.log(Level.WARNING, "host_not_recovered change=" + left.getValue() + " reason=" + e.getMessage());
            }
        }
        return kept;
    }

    private boolean keep(long journalId, HostChange.KillSwitch left) {
        try {
            host.apply(left);
            made.put(left, new Made(journalId, new int[] {1}));
            owned(KillSwitches.owner(left.name())).changes.add(left);
            LOG.log(Level.INFO, "kill_switch_kept change=" + left);
            return true;
        } catch (HostException e) {
            LOG.log(Level.WARNING, "kill_switch_not_kept change=" + left + " reason=" + e.getMessage());
            return false;
        }
    }

    /// Makes a change that belongs to something else than a connection; undone by [#release] like a connection's.
    /// When it fails nothing of it is left.
    void own(String owner, HostChange change) {
        try {
            make(owner, change);
        } catch (HostException e) {
            release(owner);
            throw e;
        }
    }

    /// Creates the packet device of a connection.
    PacketDevice open(String connection) {
        // a closed device's name is free on the host before its owner has given it back here
        HostChange.Device change =
                new HostChange.Device(host.freeName(name -> made.containsKey(new HostChange.Device(name))));
        long id = journal.announce(change.in(namespace));
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

    /// Tells the host's other managers of a connection's device, before it is up; on failure what they were told stays
    /// owned, for [#release].
    ///
    /// @param firewallZone see [Host#introductions]
    void introduce(String connection, PacketDevice device, String firewallZone) {
        host.introductions(device.name(), firewallZone).forEach(change -> make(connection, change));
    }

    /// As above once more, for all devices: they may have forgotten. What fails is only logged.
    void introduceAgain() {
        for (HostChange change : List.copyOf(made.keySet())) {
            if (change.ofDevice() && !(change instanceof HostChange.Device)) {
                try {
                    host.apply(change);
                } catch (HostException e) {
                    LOG.log(Level.WARNING, "host_not_made_again change=" + change + " reason=" + e.getMessage());
                }
            }
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

    /// Brings a connection that is up to another plan: what is new is made, what is no longer wanted is taken
    /// back. What fails is left out and logged; when it is the pinned route, so is all that comes behind it.
    ///
    /// @return the changes of the plan that are made now; empty when the connection has nothing here any more
    Optional<List<HostChange>> change(String connection, NetworkPlan plan) {
        Owned owned = owners.get(connection);
        if (owned == null || owned.device == null) {
            return Optional.empty();
        }
        String link = owned.device.name();
        List<HostChange> before = List.copyOf(owned.changes);
        List<HostChange> stands = new ArrayList<>();
        boolean safe = true;
        for (HostChange change : plan.changes()) {
            if (before.contains(change) || (safe && makeLate(owned.changes, change))) {
                stands.add(change);
            } else if (isPin(change, link)) {
                safe = false;
            }
        }
        for (HostChange old : before) {
            boolean wanted = plan.changes().contains(old) || isPin(old, link) || old.ofDevice();
            if (!wanted && owned.changes.remove(old)) {
                takeBackLate(old);
            }
        }
        changeNames(connection, plan.dns());
        return Optional.of(stands);
    }

    private static boolean isPin(HostChange change, String link) {
        return change instanceof HostChange.Unreachable
                || (change instanceof HostChange.Route route && !route.link().equals(link));
    }

    private boolean makeLate(List<HostChange> changes, HostChange change) {
        try {
            // a link is set up before what is on it, and so taken down behind that
            int at = change instanceof HostChange.LinkUp
                    ? (int) changes.stream().filter(HostChange::ofDevice).count()
                    : changes.size();
            make(changes, at, change);
            return true;
        } catch (HostException e) {
            if (changes.remove(change)) {
                drop(change);
            }
            // often only the race with a hang-up, which has closed the device already
            LOG.log(Level.INFO, "host_not_changed change=" + change + " reason=" + e.getMessage());
            return false;
        }
    }

    private void takeBackLate(HostChange old) {
        if (old instanceof HostChange.LinkUp) {
            // the same link is up with another MTU: nothing is to be undone but the entry in the journal
            Made gone = made.remove(old);
            if (gone != null) {
                journal.undone(gone.journalId);
            }
        } else {
            drop(old);
        }
    }

    private void changeNames(String connection, @Nullable LinkDns dns) {
        if (Objects.equals(names.get(connection), dns)) {
            return;
        }
        try {
            if (dns == null) {
                names.remove(connection);
                unresolve();
            } else {
                names.put(connection, dns);
                resolve();
            }
        } catch (HostException e) {
            namesTrouble = e.failure().reason() + ".";
            LOG.log(Level.INFO, "names_not_changed connection=" + connection + " reason=" + e.getMessage());
        }
    }

    private void make(String connection, HostChange change) {
        List<HostChange> changes = owned(connection).changes;
        make(changes, changes.size(), change);
    }

    private void make(List<HostChange> changes, int at, HostChange change) {
        Made shared = made.get(change);
        if (shared != null) {
            shared.owners[0]++;
            changes.add(at, change);
            return;
        }
        long id = journal.announce(change.in(namespace));
        // noted before it is made: a change that failed halfway is undone with the rest
        made.put(change, new Made(id, new int[] {1}));
        changes.add(at, change);
        host.apply(change);
    }

    /// Puts one change in the place of another, without a moment that has neither, and undone in its turn. On failure
    /// the old one stays.
    void replace(String connection, HostChange old, HostChange fresh) {
        List<HostChange> changes = owned(connection).changes;
        int at = changes.indexOf(old);
        try {
            make(changes, at + 1, fresh);
        } catch (HostException e) {
            if (changes.remove(fresh)) {
                drop(fresh);
            }
            throw e;
        }
        changes.remove(at);
        drop(old);
    }

    /// Makes a change of ours once more, which somebody else took back.
    void remake(HostChange change) {
        host.apply(change);
    }

    private Owned owned(String connection) {
        return owners.computeIfAbsent(connection, _ -> new Owned());
    }

    /// Why the host does not resolve names as the connections here want it; empty when it does. Callable from any
    /// thread.
    String namesTrouble() {
        return namesTrouble;
    }

    /// Sets name resolution once more, as it should be, after somebody else changed it; what they wrote is what it is
    /// taken back to. What fails is only logged.
    void resolveAgain() {
        if (names.isEmpty()) {
            return;
        }
        try {
            resolve();
            LOG.log(Level.WARNING, "names_set_again reason=somebody else wrote the resolver's file");
        } catch (HostException e) {
            namesTrouble = e.failure().reason() + ".";
            LOG.log(Level.WARNING, "names_not_set_again reason=" + e.getMessage());
        }
    }

    private void resolve() {
        Resolver resolver = host.resolver();
        if (resolverInUse != null && !resolver.mechanism().equals(resolverInUse.mechanism())) {
            // names are resolved in another way than when the first came up: nothing is left in the old one
            giveBackNames();
        }
        HostChange base = resolverBase;
        if (base == null) {
            base = resolver.prepare();
            resolverBaseId = journal.announce(base.in(namespace));
            resolverBase = base;
            resolverInUse = resolver;
        }
        List<LinkDns> wanted = new ArrayList<>(names.sequencedValues().reversed());
        resolver.apply(base, wanted);
        namesTrouble = trouble(resolver, wanted);
    }

    private static String trouble(Resolver resolver, List<LinkDns> wanted) {
        try {
            return resolver.trouble(wanted);
        } catch (HostException e) {
            return e.failure().reason() + ".";
        }
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
            if (change instanceof HostChange.Device && owned.device != null) {
                owned.device.close();
            }
            drop(change);
        }
    }

    /// One owner less; the last one's is undone.
    private void drop(HostChange change) {
        Made shared = made.get(change);
        if (shared == null || --shared.owners[0] > 0) {
            return;
        }
        made.remove(change);
        try {
            host.undo(change);
            journal.undone(shared.journalId);
        } catch (RuntimeException e) {
            // a fault of ours in one of them must not keep the others
            LOG.log(Level.WARNING, "host_not_undone change=" + change + " reason=" + e.getMessage());
        }
    }

    private void unresolve() {
        if (names.isEmpty()) {
            giveBackNames();
            return;
        }
        try {
            resolve();
        } catch (HostException e) {
            LOG.log(Level.WARNING, "resolver_not_undone reason=" + e.getMessage());
        }
    }

    /// What cannot be given back stays in the journal, for the next start.
    private void giveBackNames() {
        HostChange base = resolverBase;
        Resolver resolver = resolverInUse;
        if (base == null || resolver == null) {
            return;
        }
        resolverBase = null;
        resolverInUse = null;
        namesTrouble = "";
        try {
            resolver.apply(base, List.of());
            host.undo(base);
            journal.undone(resolverBaseId);
        } catch (HostException e) {
            LOG.log(Level.WARNING, "resolver_not_undone reason=" + e.getMessage());
        }
    }

    /// The routes to single hosts that lead around a connection's own tunnel: to its server, to those of other
    /// connections, and to those whose SSH sessions are kept.
    List<HostChange.Route> pinsOf(String connection) {
        Owned owned = owners.get(connection);
        if (owned == null) {
            return List.of();
        }
        PacketDevice device = owned.device;
        return owned.changes.stream()
                .flatMap(change -> change instanceof HostChange.Route route ? Stream.of(route) : Stream.empty())
                .filter(route -> route.prefixLength() == route.destination().getAddress().length * 8)
                .filter(route -> device == null || !route.link().equals(device.name()))
                .toList();
    }

    /// Of those, the one to its server, or null when it needs none.
    HostChange.@Nullable Route pinOf(String connection, InetAddress server) {
        return pinsOf(connection).stream()
                .filter(route -> route.destination().equals(server))
                .findFirst()
                .orElse(null);
    }

    /// What a connection has changed.
    List<HostChange> changesOf(String connection) {
        Owned owned = owners.get(connection);
        return owned == null ? List.of() : List.copyOf(owned.changes);
    }

    /// A connection's device, or empty text.
    String linkOf(String connection) {
        Owned owned = owners.get(connection);
        return owned == null || owned.device == null ? "" : owned.device.name();
    }

    /// Whether a route of ours in the main table leads all of a destination over a link.
    boolean leads(String link, Prefix prefix) {
        return made.keySet().stream()
                .anyMatch(change -> change instanceof HostChange.Route route
                        && route.table() == 0
                        && route.link().equals(link)
                        && new Prefix(route.destination(), route.prefixLength()).contains(prefix));
    }

    /// How all of a destination would be reached without us; in a network namespace, in there.
    Optional<Host.NextHop> wayAround(Prefix prefix) {
        return host.wayAround(prefix.network(), prefix.length());
    }

    /// Whether a rule may lead traffic away. SECURITY: the peer assigns the address that it is about. If this host or
    /// another connection had it before, that one's traffic would go into the tunnel.
    boolean mayLead(String connection, HostChange.Rule rule) {
        if (!(rule.traffic() instanceof Traffic.From(InetAddress address))) {
            return true;
        }
        Owned owned = owners.get(connection);
        List<HostChange> own = owned == null ? List.of() : owned.changes;
        boolean given = own.stream()
                .anyMatch(change -> change instanceof HostChange.Address one
                        && one.address().equals(address));
        boolean may = given ? own.contains(rule) : !host.hasAddress(address);
        if (!may) {
            LOG.log(
                    Level.WARNING,
                    "rule_left_out connection=" + connection + " rule=" + rule + " reason=the address was here before");
        }
        return may;
    }

    /// Whether a link is the device of one of our connections.
    boolean isOurs(String link) {
        return made.containsKey(new HostChange.Device(link));
    }

    /// How the server is reached now; empty when it is not.
    Optional<Host.NextHop> routeTo(InetAddress server) {
        try {
            return Optional.of(host.routeTo(server));
        } catch (HostException e) {
            return Optional.empty();
        }
    }

    /// How the server would be reached without us.
    Optional<Host.NextHop> outerRouteTo(InetAddress server) {
        return host.outerRouteTo(server);
    }

    boolean hasAddress(InetAddress address) {
        return host.hasAddress(address);
    }

    /// Where SSH sessions into this host come from.
    Set<InetAddress> sshPeers() {
        return host.sshPeers();
    }
}
