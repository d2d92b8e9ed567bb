package dev.dialtone.host;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The machine's network as the manager changes it. Every change is a [HostChange] that was journalled first;
/// undoing one that is already gone is success. All calls block (microseconds for netlink, up to 2 s for D-Bus) and
/// throw [HostException]; the caller serialises them.
public interface Host {

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

    /// Whether a link that is up has this address now. A connection whose local outer address is gone is lost.
    boolean hasAddress(InetAddress address);

    /// Where the sessions come from that are logged in to this host over SSH now: whoever administers it may be
    /// among them. What cannot be seen is left out.
    Set<InetAddress> sshPeers();

    /// Tells the listener of everything that changes after the return, until the watch is closed. May be called
    /// from any thread; the listener is called on a thread of the watch's own.
    HostWatch watch(HostListener listener);

    /// How names are resolved here.
    Resolver resolver();

    /// What would keep a dial from working here (missing /dev/net/tun, missing rights, ...), and, with `ok`, what a
    /// connection would lack; empty when all is well.
    List<HostFinding> examine();

    /// Where a packet goes from here.
    ///
    /// @param link    interface name
    /// @param gateway next router, or null when the destination is on the link
    /// @param source  address the host would send from, or null
    record NextHop(
            String link,
            @Nullable InetAddress gateway,
            @Nullable InetAddress source) {}

    /// One thing that was looked at.
    ///
    /// @param subject what was looked at, for example `tun`
    /// @param ok      whether it will do
    /// @param text    one sentence
    /// @param advice  what to do when it will not, or to have more; may be empty when ok
    record HostFinding(String subject, boolean ok, String text, String advice) {}
}
