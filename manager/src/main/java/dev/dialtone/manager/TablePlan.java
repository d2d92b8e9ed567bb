package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostChange.Address;
import dev.dialtone.host.HostChange.Route;
import dev.dialtone.host.HostChange.Rule;
import dev.dialtone.host.Resolver.LinkDns;
import dev.dialtone.host.Traffic;
import dev.dialtone.manager.RoutePlan.Taken;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A connection's plan in a routing table of its own (docs/adr/0025): its routes are there, and rules lead into it what
/// is bound to its interface, comes from its addresses or carries the entry's mark. The main table stays as it is.
final class TablePlan {
    private static final List<Prefix> EVERYTHING = List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"));

    private TablePlan() {}

    /// Whether the entry's connections are in a table of their own.
    static boolean isFor(Entry entry) {
        return table(entry) != 0;
    }

    /// Its number; 0 for the main one.
    static int table(Entry entry) {
        String number = entry.text(EntryOption.TABLE);
        return number.isEmpty() ? 0 : Integer.parseInt(number);
    }

    /// @param rank    see [NetworkPlanner#plan]
    /// @param allowed whether a rule may be made
    static NetworkPlan of(Entry entry, TunnelProjection projection, String link, int rank, Predicate<Rule> allowed) {
        // the carrier goes by the main table, in which nothing can swallow it, nor an SSH session
        NetworkPlan plan = NetworkPlanner.plan(entry, projection, link, null, Optional.empty(), rank);
        List<HostChange> changes = new ArrayList<>();
        List<Address> addresses = new ArrayList<>();
        List<Inet4Address> peers = new ArrayList<>();
        for (HostChange change : plan.changes()) {
            if (change instanceof Address address) {
                // with a peer the kernel makes a route to it, in the main table
                addresses.add(new Address(link, address.address(), address.prefixLength(), null));
                changes.add(addresses.getLast());
                if (address.peer() instanceof Inet4Address peer) {
                    peers.add(peer);
                }
            } else if (!(change instanceof Route)) {
                changes.add(change);
            }
        }
        RoutePlan main = plan.destinations();
        List<Taken> takes = joined(main.takes());
        reach(peers, takes);
        RoutePlan destinations = new RoutePlan(takes, main.leaves(), main.metric(), table(entry));
        destinations.takes().forEach(taken -> changes.add(destinations.route(taken, link)));
        rules(addresses, link, entry).stream().filter(allowed).forEach(changes::add);
        return new NetworkPlan(changes, destinations, names(plan.dns()));
    }

    /// A default route of its own is in nobody's way here: the halves (docs/adr/0008) become one.
    private static List<Taken> joined(List<Taken> takes) {
        List<Taken> all = new ArrayList<>(takes);
        for (Prefix everything : EVERYTHING) {
            List<Taken> within = takes.stream()
                    .filter(taken ->
                            everything.contains(taken.to()) && taken.to().length() <= 1)
                    .toList();
            if (within.size() == 2
                    && within.getFirst().metric() == within.getLast().metric()) {
                all.set(
                        all.indexOf(within.getFirst()),
                        new Taken(everything, within.getFirst().metric()));
                all.remove(within.getLast());
            }
        }
        return all;
    }

    private static void reach(List<Inet4Address> peers, List<Taken> takes) {
        for (Inet4Address peer : peers) {
            if (takes.stream().noneMatch(taken -> taken.to().contains(peer))) {
                takes.add(new Taken(Prefix.host(peer), 0));
            }
        }
    }

    private static List<Rule> rules(List<Address> given, String link, Entry entry) {
        List<InetAddress> addresses = given.stream().map(Address::address).toList();
        int mark = mark(entry);
        List<Traffic> traffic = new ArrayList<>();
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (addresses.stream().anyMatch(address -> address instanceof Inet6Address == ipv6)) {
                traffic.add(new Traffic.BoundTo(link, ipv6));
                if (mark != 0) {
                    traffic.add(new Traffic.Marked(mark, ipv6));
                }
            }
        }
        addresses.stream().filter(TablePlan::isSource).map(Traffic.From::new).forEach(traffic::add);
        return traffic.stream().map(one -> Rule.of(one, table(entry))).toList();
    }

    private static int mark(Entry entry) {
        String number = entry.text(EntryOption.FWMARK);
        return number.isEmpty() ? 0 : Integer.parseUnsignedInt(number);
    }

    /// A link-local address is another host's on another link.
    private static boolean isSource(InetAddress address) {
        return !address.isAnyLocalAddress() && !(address instanceof Inet6Address && address.isLinkLocalAddress());
    }

    /// Only who asks over the link reaches them, and only for the names of the connection's domains.
    private static @Nullable LinkDns names(@Nullable LinkDns dns) {
        return dns == null ? null : new LinkDns(dns.link(), dns.servers(), dns.domains(), false, true);
    }
}
