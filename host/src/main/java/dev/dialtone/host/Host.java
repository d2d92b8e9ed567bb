package dev.dialtone.host;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The machine's network as the manager changes it. Every change is a [HostChange] that was journalled first;
/// undoing one that is already gone is success. All calls block (microseconds for netlink, up to 2 s for D-Bus) and
/// throw [HostException]; the caller serialises them.
public interface Host {

    /// A name no interface has now, like `dial0`.
    String freeName();

    /// Creates the packet device of the given (journalled) change.
    PacketDevice open(HostChange.Device device);

    /// Makes the change. Making the same one twice is success.
    void apply(HostChange change);

    /// Takes the change back, as far as it is still there.
    void undo(HostChange change);

    /// How the host reaches an address now, by its routing table.
    NextHop routeTo(InetAddress destination);

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
