package dev.dialtone.host;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/// The kill switches that are closed, as one table in the kernel, computed anew from them at each change and put in
/// place in one transaction. The kernel keeps it when this process dies. Thread-safe.
final class KillSwitchTable {
    static final String ADVICE = "The kill switch needs nf_tables in the kernel (CONFIG_NF_TABLES,"
            + " CONFIG_NF_TABLES_INET; `modprobe nf_tables`). Without it: kill-switch=false.";

    private final Supplier<Set<String>> links;

    // guarded by this
    private final Set<HostChange.KillSwitch> closed = new LinkedHashSet<>();

    /// @param links names of our tunnels' interfaces now
    KillSwitchTable(Supplier<Set<String>> links) {
        this.links = links;
    }

    synchronized void close(HostChange.KillSwitch one) {
        if (closed.contains(one)) {
            return;
        }
        Set<HostChange.KillSwitch> more = new LinkedHashSet<>(closed);
        more.add(one);
        replace(more);
        closed.add(one);
    }

    /// Of one that a dead process closed, this process knows no others: its table goes.
    synchronized void open(HostChange.KillSwitch one) {
        // even if the kernel refuses: the next change of ours is then without it
        closed.remove(one);
        if (closed.isEmpty()) {
            remove();
        } else {
            replace(closed);
        }
    }

    /// Our interfaces are not those they were.
    synchronized void linksChanged() {
        if (!closed.isEmpty()) {
            replace(closed);
        }
    }

    private void replace(Set<HostChange.KillSwitch> switches) {
        Set<String> ours = links.get();
        if (switches.size() > KillSwitchRules.MOST_SERVERS || ours.size() > KillSwitchRules.MOST_LINKS) {
            throw HostErrors.of(
                    HostErrors.NO_IP_ADDRESSES,
                    "the kill switch takes at most " + KillSwitchRules.MOST_SERVERS + " entries and "
                            + KillSwitchRules.MOST_LINKS + " connections at a time",
                    "Hang up some connections, or leave kill-switch off where it is not needed.");
        }
        try (NetfilterSocket socket = new NetfilterSocket()) {
            socket.transact(KillSwitchRules.replacing(switches, ours));
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, "cannot close the kill switch", e, ADVICE);
        }
    }

    private static void remove() {
        try (NetfilterSocket socket = new NetfilterSocket()) {
            socket.transact(KillSwitchRules.removing());
        } catch (NetlinkException e) {
            if (!isMissing(e)) {
                throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, "cannot open the kill switch", e, ADVICE);
            }
        }
    }

    /// A kernel without nf_tables has no table of ours either.
    private static boolean isMissing(NetlinkException e) {
        return switch (e.errno()) {
            case Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT -> true;
            default -> false;
        };
    }

    /// Whether the kernel takes such a table here.
    ///
    /// @throws NetlinkException why not
    static void probe() throws NetlinkException {
        try (NetfilterSocket socket = new NetfilterSocket()) {
            // a table that goes within the transaction it came with changes nothing
            socket.transact(KillSwitchRules.nothing());
        }
    }
}
