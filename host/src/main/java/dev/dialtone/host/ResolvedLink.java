package dev.dialtone.host;

import dev.dialtone.host.Resolver.LinkDns;
import java.util.ArrayList;
import java.util.List;

/// One link's settings in systemd-resolved (org.freedesktop.resolve1.Manager).
record ResolvedLink(SystemBus bus, int index) {
    static final String BUS_NAME = "org.freedesktop.resolve1";
    private static final String PATH = "/org/freedesktop/resolve1";
    private static final String INTERFACE = "org.freedesktop.resolve1.Manager";
    private static final String LINK = "org.freedesktop.resolve1.Link";

    /// An object path's part begins with no digit: `3` is written `_33`, `12` is `_312`.
    private static final String LINK_PATH = PATH + "/link/_3";

    /// Of ScopesMask: names are asked for by DNS over this link.
    private static final long DNS_SCOPE = 1;

    /// The root domain: as a routing-only one (`~.`) it draws all names to the link.
    private static final String ROOT = ".";

    /// @param everything whether all names are asked here
    void set(LinkDns dns, boolean everything) throws BusException {
        call("SetLinkDNS", "ia(iay)", index, servers(dns));
        call("SetLinkDomains", "ia(sb)", index, domains(dns, everything));
        call("SetLinkDefaultRoute", "ib", index, everything);
    }

    /// Whether names are asked for over the link.
    boolean isAsked() throws BusException {
        return (bus.number(BUS_NAME, LINK_PATH + index, LINK, "ScopesMask") & DNS_SCOPE) != 0;
    }

    void revert() throws BusException {
        call("RevertLink", "i", index);
    }

    private static Object[] servers(LinkDns dns) {
        return dns.servers().stream()
                .map(server -> new Object[] {RouteNetlink.family(server), server.getAddress()})
                .toArray();
    }

    private static Object[] domains(LinkDns dns, boolean everything) {
        List<Object[]> domains = new ArrayList<>();
        for (String domain : dns.domains()) {
            boolean routingOnly = domain.startsWith(LinkDns.ROUTING_ONLY);
            String name = routingOnly ? domain.substring(1) : domain;
            if (ResolvConfText.isDomain(name)) {
                domains.add(new Object[] {name, routingOnly});
            }
        }
        if (everything) {
            domains.add(new Object[] {ROOT, true});
        }
        return domains.toArray();
    }

    private void call(String member, String signature, Object... arguments) throws BusException {
        bus.call(BUS_NAME, PATH, INTERFACE, member, signature, arguments);
    }
}
