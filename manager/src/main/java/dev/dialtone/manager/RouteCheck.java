package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host;
import dev.dialtone.host.HostException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How each address of the server is reached: link, gateway, source, and whether the way leads through a tunnel.
final class RouteCheck implements Check {
    static final String SUBJECT = "route";

    private final EntryVisit visit;

    RouteCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<String> needs() {
        return List.of(NameCheck.SUBJECT);
    }

    @Override
    public Finding look() {
        List<String> told = new ArrayList<>();
        List<Host.Link> tunnels = new ArrayList<>();
        int reached = 0;
        for (InetAddress address : visit.addresses()) {
            try {
                Host.NextHop hop = visit.host().routeTo(address);
                reached++;
                Optional<Host.Link> link = visit.host().link(hop.link());
                link.filter(found -> found.isTunnel() && !tunnels.contains(found))
                        .ifPresent(tunnels::add);
                told.add(text(address, hop));
            } catch (HostException e) {
                told.add(e.failure().reason());
            }
        }
        String all = String.join("; ", told) + ".";
        if (reached == 0) {
            return Finding.failed(SUBJECT, all, "Check that this machine is on a network (`ip route`; `ip address`).");
        }
        return tunnels.isEmpty() ? Finding.ok(SUBJECT, all) : throughTunnel(all, tunnels.getFirst());
    }

    private static Finding throughTunnel(String all, Host.Link tunnel) {
        return tunnel.ours()
                ? new Finding(
                        SUBJECT,
                        Verdict.WARNING,
                        all + " That way is " + tunnel.name() + ", another connection of Dialtone: this one would run"
                                + " inside it.",
                        "",
                        "Hang the other one up first, unless you want one inside the other.")
                : Finding.warning(
                        SUBJECT,
                        all + " That way is " + tunnel.name() + ", a link of other VPN software (" + tunnel.kind()
                                + "): the connection would run inside it, and end with it.",
                        "Take the other VPN down first, unless you want one inside the other.");
    }

    private static String text(InetAddress address, Host.NextHop hop) {
        InetAddress gateway = hop.gateway();
        InetAddress source = hop.source();
        return AddressText.of(address) + " by " + hop.link()
                + (gateway == null ? "" : " via " + AddressText.of(gateway))
                + (source == null ? "" : " from " + AddressText.of(source));
    }
}
