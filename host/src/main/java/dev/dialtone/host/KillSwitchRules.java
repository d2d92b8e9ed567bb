package dev.dialtone.host;

import dev.dialtone.host.NetfilterSocket.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The table of the kill switch, as a transaction that puts it in the place of the one before. Everything of this
/// host is dropped, and everything that passes through it, but for: the loopback; our tunnels; TCP to their servers;
/// DHCP and neighbour discovery, without which the outer network would be lost.
final class KillSwitchRules {
    static final String TABLE = "dialtone";

    /// SECURITY: each makes a rule that packets pass one by one, and all must fit one transaction.
    static final int MOST_SERVERS = 64;

    static final int MOST_LINKS = 64;

    private static final String OUTPUT = "output";
    private static final String FORWARD = "forward";
    private static final String LOOPBACK = "lo";
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;

    /// Router solicitation, neighbour solicitation and advertisement (RFC 4861 §4).
    private static final List<Integer> NEIGHBOUR_DISCOVERY = List.of(133, 135, 136);

    private static final InetAddress PROBE = InetAddress.ofLiteral("192.0.2.1");

    private record Server(InetAddress address, int port) {}

    private KillSwitchRules() {}

    /// @param switches whose servers may be reached, at least one
    /// @param links    our tunnels' interfaces
    static List<Request> replacing(Collection<HostChange.KillSwitch> switches, Collection<String> links) {
        List<Request> transaction = new ArrayList<>(removing());
        transaction.add(sequence -> NetfilterMessages.newTable(sequence, TABLE));
        transaction.add(sequence -> chain(sequence, OUTPUT, NetfilterMessages.HOOK_OUTPUT));
        rule(transaction, OUTPUT, e -> e.leavesBy(LOOPBACK).accept());
        for (String link : links) {
            rule(transaction, OUTPUT, e -> e.leavesBy(link).accept());
        }
        for (Server server : servers(switches)) {
            rule(
                    transaction,
                    OUTPUT,
                    e -> e.to(server.address())
                            .protocol(TCP)
                            .toPort(server.port())
                            .accept());
        }
        rule(
                transaction,
                OUTPUT,
                e -> e.isIpv4().protocol(UDP).fromPort(68).toPort(67).accept());
        rule(
                transaction,
                OUTPUT,
                e -> e.isIpv6().protocol(UDP).fromPort(546).toPort(547).accept());
        for (int type : NEIGHBOUR_DISCOVERY) {
            rule(transaction, OUTPUT, e -> e.protocol(ICMPV6).icmpType(type).accept());
        }
        rule(transaction, OUTPUT, e -> e.count().drop());
        transaction.add(sequence -> chain(sequence, FORWARD, NetfilterMessages.HOOK_FORWARD));
        for (String link : links) {
            rule(transaction, FORWARD, e -> e.leavesBy(link).accept());
            rule(transaction, FORWARD, e -> e.cameBy(link).accept());
        }
        rule(transaction, FORWARD, e -> e.count().drop());
        return transaction;
    }

    /// Takes the table away, if it is there.
    static List<Request> removing() {
        return List.of(
                sequence -> NetfilterMessages.newTable(sequence, TABLE),
                sequence -> NetfilterMessages.deleteTable(sequence, TABLE));
    }

    /// Changes nothing, but asks the kernel all that the others ask.
    static List<Request> nothing() {
        String table = TABLE + "-examined";
        return List.of(
                sequence -> NetfilterMessages.newTable(sequence, table),
                sequence -> NetfilterMessages.newChain(
                        sequence, table, FORWARD, NetfilterMessages.HOOK_FORWARD, NetfilterMessages.POLICY_ACCEPT),
                sequence -> NetfilterMessages.newRule(
                        sequence,
                        table,
                        FORWARD,
                        e -> e.to(PROBE).protocol(TCP).toPort(1).count().accept()),
                sequence -> NetfilterMessages.deleteTable(sequence, table));
    }

    private static byte[] chain(int sequence, String chain, int hook) {
        return NetfilterMessages.newChain(sequence, TABLE, chain, hook, NetfilterMessages.POLICY_DROP);
    }

    private static void rule(List<Request> transaction, String chain, NetfilterMessages.Rule rule) {
        transaction.add(sequence -> NetfilterMessages.newRule(sequence, TABLE, chain, rule));
    }

    private static Set<Server> servers(Collection<HostChange.KillSwitch> switches) {
        Set<Server> servers = new LinkedHashSet<>();
        switches.forEach(one -> servers.add(new Server(one.server(), one.port())));
        return servers;
    }
}
