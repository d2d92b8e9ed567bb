package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.ServerAddress;
import dev.dialtone.host.HostChange;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// The kill switches of entries (docs/adr/0021): closed before the first route of a connection is made, kept while
/// it is lost and dialled again, opened when it is hung up by hand. They belong to the entry, not to one of its
/// attempts.
///
/// Closing and opening is for where the ledger runs, the rest for any thread.
final class KillSwitches {
    private final HostLedger ledger;
    private final Map<String, Closed> closed = new ConcurrentSkipListMap<>();

    /// @param servers all that the entry names: which of them is let out nobody knows after a restart
    /// @param proxy   as the entry names it, or the environment, if it is empty
    /// @param proxied whether what is let out is the proxy, and not the server
    private record Closed(HostChange.KillSwitch change, Set<String> servers, String proxy, boolean proxied) {
        Closed(HostChange.KillSwitch change, Entry entry, boolean proxied) {
            this(
                    change,
                    ServerAddress.of(entry).stream().map(ServerAddress::host).collect(Collectors.toUnmodifiableSet()),
                    entry.text(EntryOption.PROXY),
                    proxied);
        }

        /// Not when the entry leads elsewhere by now.
        boolean isOf(Entry entry) {
            return servers.contains(entry.text(EntryOption.SERVER)) && proxy.equals(entry.text(EntryOption.PROXY));
        }
    }

    KillSwitches(HostLedger ledger) {
        this.ledger = ledger;
    }

    /// Closes the entry's, if it wants one; when its server's address is another than before, in its place.
    ///
    /// @param server  what its carrier is connected to
    /// @param proxied whether that is a proxy on the way
    /// @throws dev.dialtone.host.HostException this host cannot: nothing may be sent then as if it could
    void close(Entry entry, InetSocketAddress server, boolean proxied) {
        if (!entry.flag(EntryOption.KILL_SWITCH)) {
            return;
        }
        HostChange.KillSwitch fresh = new HostChange.KillSwitch(entry.name(), server.getAddress(), server.getPort());
        Closed before = closed.get(entry.name());
        if (before == null) {
            ledger.own(owner(entry.name()), fresh);
        } else if (!before.change().equals(fresh)) {
            ledger.replace(owner(entry.name()), before.change(), fresh);
        }
        closed.put(entry.name(), new Closed(fresh, entry, proxied));
    }

    /// A predecessor's, which stays closed for a dial to come. Of several the first counts.
    void adopt(HostChange.KillSwitch left, Entry entry, boolean proxied) {
        closed.putIfAbsent(entry.name(), new Closed(left, entry, proxied));
    }

    /// Opens the entry's, if it is closed.
    void open(String entry) {
        if (closed.remove(entry) != null) {
            ledger.release(owner(entry));
        }
    }

    boolean isClosed(String entry) {
        return closed.containsKey(entry);
    }

    List<String> entries() {
        return List.copyOf(closed.keySet());
    }

    /// The plan by which to dial: behind its closed switch no name can be resolved, so that the address takes
    /// its place, be it the server's or that of the proxy on the way. Of several servers each is looked for at that
    /// address: its certificate says which one is there. Behind a proxy the server's name is for the proxy to
    /// resolve.
    DialPlan reachable(DialPlan plan) {
        Closed one = closed.get(plan.entry().name());
        if (one == null || !one.isOf(plan.entry())) {
            return plan;
        }
        HostChange.KillSwitch let = one.change();
        return one.proxied() ? plan.through(let.server(), let.port()) : plan.towards(let.server());
    }

    /// The owner's name in the ledger; no connection has such an id.
    static String owner(String entry) {
        return "kill-switch " + entry;
    }
}
