package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The machine's network as the manager changes it. Every change is a [HostChange] that was journalled first;
/// undoing one that is already gone is success. All calls block (microseconds for netlink, up to 2 s for D-Bus) and
/// throw [HostException]; the caller serialises them.
public interface Host {
    /// The subject of the [#survey]'s finding that names processes, which may be other users'.
    String OTHER_PROGRAMS = "other vpn programs";

    /// Subject of the finding that this process cannot use network namespaces.
    String NAMESPACES = "namespaces";

    /// A name no interface has now, like `dial0`.
    ///
    /// @param taken further names that are not to be given
    String freeName(Predicate<String> taken);

    /// As above, any that is free.
    default String freeName() {
        return freeName(_ -> false);
    }

    /// Creates the packet device of the given (journalled) change.
    PacketDevice open(HostChange.Device device);

    /// Makes the change. Making the same one twice is success.
    void apply(HostChange change);

    /// Takes the change back, as far as it is still there.
    void undo(HostChange change);

    /// How the host reaches an address now, by its routing table.
    NextHop routeTo(InetAddress destination);

    /// How the host would reach an address now if we had made no routes and no devices: what a connection's own
    /// server is to be pinned to while the tunnel takes everything. From the main table alone: the longest
    /// prefix, then the lowest metric. Links that are down are passed over; one that only lost its carrier is
    /// not, as the kernel does not either. An address of this host itself is reached over its loopback.
    ///
    /// @return empty when it cannot be reached
    Optional<NextHop> outerRouteTo(InetAddress destination);

    /// How the whole of a destination would be reached if we had made no routes and no devices; else as
    /// [#outerRouteTo]. Routes to a part of it are not asked. Of a host inside a network namespace: the way in
    /// there.
    ///
    /// @param prefixLength of the network, whose bits behind it are 0
    /// @return empty when no route covers it
    Optional<NextHop> wayAround(InetAddress network, int prefixLength);

    /// Whether a link that is up has this address now. A connection whose local outer address is gone is lost.
    boolean hasAddress(InetAddress address);

    /// Where the sessions come from that are logged in to this host over SSH now: whoever administers it may be
    /// among them. What cannot be seen is left out.
    Set<InetAddress> sshPeers();

    /// Tells the listener of everything that changes after the return, until the watch is closed. May be called
    /// from any thread; the listener is called on a thread of the watch's own.
    HostWatch watch(HostListener listener);

    /// What the host's other managers are to be told of a new device of ours before it is up, as changes to be made in
    /// this order. Asks them, and changes nothing.
    ///
    /// @param firewallZone zone of firewalld that it is to be in, or empty for none in particular
    /// @throws HostException that zone cannot be had
    List<HostChange> introductions(String link, String firewallZone);

    /// Looks whether a zone of firewalld can be had. Callable from any thread; up to some 2 s.
    ///
    /// @throws HostException it cannot
    default void requireFirewallZone(String zone) {}

    /// How names are resolved here.
    Resolver resolver();

    /// This host inside a network namespace, which must be there when something is made in it: names, devices,
    /// changes and the resolver are those inside. What a connection stands on is not: routes to a server, addresses
    /// of this host and the watch are of the outside here too, because that is where carriers come from.
    Host inside(String namespace);

    /// Whether there is a network namespace of that name. Another is made by [#apply] of a [HostChange.Namespace].
    boolean hasNamespace(String name);

    /// Whose the network namespace of that name is. Callable from any thread.
    default NamespaceOwner namespaceOwner(String name) {
        return hasNamespace(name) ? new NamespaceOwner.Machine() : new NamespaceOwner.Nobody();
    }

    /// Does beforehand what would take long when the change is made, changing nothing that anybody sees, and then
    /// goes on: on this thread, or on another one when there is something to do. What is refused is refused by
    /// [#apply].
    /// Callable from any thread. A [HostChange.OwnedNamespace] that is not prepared is refused.
    ///
    /// @param then what comes next; runs what it is given when the change was made, or is not to be made
    default void prepare(HostChange change, Consumer<Runnable> then) {
        then.accept(() -> {});
    }

    /// Whether this process may place anything in network namespaces. Callable from any thread.
    default boolean mayUseNamespaces() {
        return true;
    }

    /// How many routes others have in a routing table, into which a connection of its own is to be placed. Callable
    /// from any thread.
    ///
    /// @return empty when no rule can lead into it here
    default OptionalInt othersIn(int table) {
        return OptionalInt.of(0);
    }

    /// Looks at what every dial needs: rights, TUN, how names are set. Changes nothing. Callable from any thread;
    /// at most some 2 s.
    List<HostFinding> examine();

    /// Looks at what else may stand in the way: name servers, clock, other VPN software. Changes nothing. Callable
    /// from any thread; at most some 5 s.
    default List<HostFinding> survey() {
        return List.of();
    }

    /// A link by its name; empty when there is none, or nobody knows. Callable from any thread.
    default Optional<Link> link(String name) {
        return Optional.empty();
    }

    /// The largest packet that the kernel would send on a TCP connection of this process, in bytes: what it knows of
    /// the whole way. Callable from any thread.
    ///
    /// @return empty when there is no such connection, or nobody knows
    default OptionalInt pathMtu(InetSocketAddress local, InetSocketAddress remote) {
        return OptionalInt.empty();
    }

    /// Where a packet goes from here.
    ///
    /// @param link    interface name
    /// @param gateway next router, or null when the destination is on the link
    /// @param source  address the host would send from, or null
    record NextHop(
            String link,
            @Nullable InetAddress gateway,
            @Nullable InetAddress source) {}

    /// An interface of the host.
    ///
    /// @param kind     what made it, for example `wireguard`; empty for hardware
    /// @param mtuBytes its largest packet
    /// @param ours     whether this process made it
    record Link(String name, String kind, int mtuBytes, boolean ours) {
        private static final Set<String> TUNNELS =
                Set.of("tun", "wireguard", "ppp", "xfrm", "vti", "vti6", "ovpn", "ipip", "gre", "sit");

        /// Whether it leads into a tunnel.
        public boolean isTunnel() {
            return TUNNELS.contains(kind);
        }
    }

    /// One thing that was looked at.
    ///
    /// @param subject what was looked at, for example `tun`
    /// @param verdict what it came to
    /// @param text    one sentence or some
    /// @param advice  what to do when it will not do, or to have more; may be empty when it will
    record HostFinding(String subject, Verdict verdict, String text, String advice) {
        static HostFinding ok(String subject, String text) {
            return new HostFinding(subject, Verdict.OK, text, "");
        }

        static HostFinding warning(String subject, String text, String advice) {
            return new HostFinding(subject, Verdict.WARNING, text, advice);
        }

        static HostFinding failed(String subject, String text, String advice) {
            return new HostFinding(subject, Verdict.FAILED, text, advice);
        }
    }
}
