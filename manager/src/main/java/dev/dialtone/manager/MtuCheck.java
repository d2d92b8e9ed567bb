package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.carriers.Transport;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether the largest packet of the tunnel, and what is put around it, fits into one of the way to the server. What
/// does not fit is carried in two.
final class MtuCheck implements Check {
    static final String SUBJECT = "mtu";

    /// A link of at least this is an ordinary one: the odd packet in two segments is not worth a warning.
    private static final int ETHERNET = 1500;

    /// No packet is larger, whatever a link says of itself, as the loopback does.
    private static final int MOST = 65_535;

    /// The least an entry may ask for.
    private static final int LEAST = 576;

    private final EntryVisit visit;

    MtuCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(TlsCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        return switch (visit.call().secured().join()) {
            case Reached.There<Transport.Peer>(Transport.Peer peer) ->
                judge(
                        visit.entry().number(EntryOption.MTU),
                        PacketOverhead.of(
                                peer.protocol(), peer.cipher(), peer.remote().getAddress()),
                        link(peer.remote().getAddress()),
                        visit.call().pathMtu());
            case Reached.Stopped<Transport.Peer> _ -> throw new IllegalStateException("needs a connection that stood");
        };
    }

    private Optional<Host.Link> link(InetAddress server) {
        try {
            return visit.host().link(visit.host().routeTo(server).link());
        } catch (HostException e) {
            return Optional.empty();
        }
    }

    static Finding judge(int mtu, PacketOverhead overhead, Optional<Host.Link> link, OptionalInt path) {
        if (link.isEmpty() && path.isEmpty()) {
            return Finding.skipped(SUBJECT, "Not looked at, because the host does not know the way's MTU.");
        }
        int linkMtu = Math.min(link.map(Host.Link::mtuBytes).orElse(MOST), MOST);
        int least = Math.min(linkMtu, path.orElse(MOST));
        String where = path.isPresent() && path.getAsInt() < linkMtu
                ? "the " + least + " of the way to the server"
                        + link.map(l -> " (" + l.name() + " has " + l.mtuBytes() + ")")
                                .orElse("")
                : "the " + least + " of " + link.map(Host.Link::name).orElse("the way");
        String sum = overhead.sum(mtu);
        if (mtu + overhead.bytes() <= least) {
            return Finding.ok(SUBJECT, sum + " fits into " + where + ".");
        }
        int fits = least - overhead.bytes();
        String told = sum + " does not fit into " + where + ": a full packet goes in two segments.";
        if (least >= ETHERNET) {
            return Finding.ok(SUBJECT, told + " With mtu=" + fits + " it would go in one.");
        }
        return Finding.warning(
                SUBJECT,
                told,
                fits >= LEAST
                        ? "Set mtu=" + fits + " in the entry, or raise the MTU of the way."
                        : "Raise the MTU of the way: it is too small for a tunnel.");
    }
}
