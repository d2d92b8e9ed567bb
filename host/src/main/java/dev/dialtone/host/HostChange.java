package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change to the host, as a value that is written to the undo journal before it is made.
public sealed interface HostChange {

    /// A TUN interface; gone by itself when its owner dies.
    record Device(String name) implements HostChange {}

    /// Sets an interface's MTU and takes it up.
    record LinkUp(String link, int mtuBytes) implements HostChange {}

    /// An address of an interface.
    ///
    /// @param peer point-to-point peer, or null
    record Address(
            String link,
            InetAddress address,
            int prefixLength,
            @Nullable InetAddress peer) implements HostChange {}

    /// A route.
    ///
    /// Two routes of ours may differ in link or gateway alone: applying the second leaves the first in place, and
    /// each is undone by itself. So a route is moved to another next hop without a moment without one: apply the
    /// new (after journalling it), then undo the old. While both are there IPv4 takes the new one, and IPv6 with
    /// gateways either. A route of somebody else's in the same place is never joined: that is refused.
    ///
    /// @param gateway next router, or null when on the link
    /// @param metric  0 for the kernel's default
    /// @param table   routing table, [#isTable]; 0 for the main one
    record Route(
            InetAddress destination,
            int prefixLength,
            String link,
            @Nullable InetAddress gateway,
            int metric,
            int table)
            implements HostChange {
        /// One of the main table.
        public Route(
                InetAddress destination, int prefixLength, String link, @Nullable InetAddress gateway, int metric) {
            this(destination, prefixLength, link, gateway, metric, 0);
        }
    }

    /// A policy rule of ours: it leads some traffic into a routing table before the main one is asked.
    ///
    /// @param priority [#FIRST_PRIORITY] to [#LAST_PRIORITY]; the lower is asked first
    /// @param table    routing table, [#isTable]
    record Rule(Traffic traffic, int priority, int table) implements HostChange {
        /// Nobody else's, as far as is known: behind what others want before everything (Tailscale from 5210),
        /// before NetworkManager's (30400 and 31000) and the main table (32766).
        public static final int FIRST_PRIORITY = 20_900;

        public static final int LAST_PRIORITY = 20_909;

        /// With the priority of its kind: what a socket is bound to is more exact than a mark, and that more than an
        /// address.
        public static Rule of(Traffic traffic, int table) {
            int priority = switch (traffic) {
                case Traffic.BoundTo _ -> FIRST_PRIORITY;
                case Traffic.Marked _ -> FIRST_PRIORITY + 1;
                case Traffic.From _ -> FIRST_PRIORITY + 2;
            };
            return new Rule(traffic, priority, table);
        }
    }

    /// Whether a connection's routes may be in a routing table of that number: not in those that the kernel itself
    /// leads everything into, 253 (default), 254 (main) and 255 (local).
    static boolean isTable(int number) {
        return number > 0 && (number < 253 || number > 255);
    }

    /// A destination to which nothing leads: who sends there is refused at once. A route to the same destination, or
    /// to a part of it, that leads somewhere wins.
    record Unreachable(InetAddress destination, int prefixLength) implements HostChange {}

    /// Nothing may leave this host but through our tunnels and to this server of theirs. The filter in the kernel is
    /// computed from all switches that are closed; it stays when the process that closed them dies.
    ///
    /// @param name   what it belongs to beyond one connection: the entry
    /// @param server outer address of the tunnel's server, reached by TCP
    record KillSwitch(String name, InetAddress server, int port) implements HostChange {}

    /// resolv.conf was taken over.
    ///
    /// @param path     the file
    /// @param original its text before
    record ResolvConf(String path, String original) implements HostChange {}

    /// A resolv.conf was made where there was none.
    ///
    /// @param path    the file
    /// @param folders how many of the folders above it were made for it, 0 to 2
    record NewResolvConf(String path, int folders) implements HostChange {}

    /// A network namespace, made because there was none of that name.
    record Namespace(String name) implements HostChange {}

    /// A network namespace that a user owns, made because there was none of that name.
    ///
    /// @param uid user number, unsigned, not 0
    /// @param gid a group that the user is in, unsigned: the one that programs inside see as theirs
    record OwnedNamespace(String name, int uid, int gid) implements HostChange {
        public OwnedNamespace {
            if (uid == 0) {
                throw new IllegalArgumentException("root's are Namespace: " + name);
            }
        }
    }

    /// A change inside a network namespace, where names and addresses are others than outside.
    ///
    /// @param namespace its name
    /// @param change    neither a namespace nor inside one itself, nor a kill switch: that is of the whole host
    record Inside(String namespace, HostChange change) implements HostChange {
        public Inside {
            boolean outside =
                    change instanceof Namespace || change instanceof OwnedNamespace || change instanceof KillSwitch;
            if (change instanceof Inside || outside) {
                throw new IllegalArgumentException("not inside a namespace: " + change);
            }
        }
    }

    /// systemd-resolved was told about links of ours; gone by itself when they go.
    record ResolvedLinks() implements HostChange {}

    /// firewalld has a link of ours in a zone, as it runs and not in its files.
    ///
    /// @param before the zone that it had the name in before, or empty
    record FirewallZone(String link, String zone, String before) implements HostChange {}

    /// NetworkManager was told to leave a link of ours alone; forgotten by itself when that goes.
    record Unmanaged(String link) implements HostChange {}

    /// The change as it is in a network namespace; as it is when the name is empty.
    default HostChange in(String namespace) {
        return namespace.isEmpty() ? this : new Inside(namespace, this);
    }

    /// Whether it is still there after the machine itself was started anew.
    default boolean outlivesRestart() {
        return switch (this) {
            case ResolvConf _, NewResolvConf _ -> true;
            case Inside(String _, HostChange change) -> change.outlivesRestart();
            case Device _,
                    LinkUp _,
                    Address _,
                    Route _,
                    Rule _,
                    Unreachable _,
                    Namespace _,
                    OwnedNamespace _,
                    ResolvedLinks _,
                    KillSwitch _,
                    FirewallZone _,
                    Unmanaged _ -> false;
        };
    }

    /// Whether it belongs to a device from before it is up until it is closed, whatever its network comes to be.
    default boolean ofDevice() {
        return switch (this) {
            case Device _, FirewallZone _, Unmanaged _ -> true;
            case Inside(String _, HostChange change) -> change.ofDevice();
            case LinkUp _,
                    Address _,
                    Route _,
                    Rule _,
                    Unreachable _,
                    Namespace _,
                    OwnedNamespace _,
                    ResolvedLinks _,
                    KillSwitch _,
                    ResolvConf _,
                    NewResolvConf _ -> false;
        };
    }

    /// The change as flat text fields, for the journal. [#fromFields] reads them back.
    default Map<String, String> toFields() {
        return HostChangeFields.encode(this);
    }

    /// Reads what [#toFields] wrote, from a file that may be damaged or hostile: only complete and plausible
    /// changes pass. A complaint names the field; its offset is always 0.
    static Decoded<HostChange> fromFields(Map<String, String> fields) {
        return HostChangeFields.decode(fields);
    }
}
