package dev.dialtone.host;

import java.net.InetAddress;

/// The requests about policy rules that we make of NETLINK_ROUTE (Linux fib_rules.h, ip-rule(8)), as bytes.
final class RuleNetlink {
    static final int RTM_NEWRULE = 32;
    static final int RTM_DELRULE = 33;
    static final int RTM_GETRULE = 34;

    static final int FRA_SRC = 2;
    static final int FRA_IIFNAME = 3;
    static final int FRA_PRIORITY = 6;
    static final int FRA_FWMARK = 10;
    static final int FRA_TABLE = 15;
    static final int FRA_FWMASK = 16;
    static final int FRA_OIFNAME = 17;
    static final int FRA_PROTOCOL = 21;

    private static final int ACTION_TO_TABLE = 1;
    private static final int ALL_BITS = -1;

    private RuleNetlink() {}

    static byte[] newRule(int sequence, RuleEntry rule) {
        return rule(RTM_NEWRULE, NetlinkMessage.FLAG_CREATE | NetlinkMessage.FLAG_EXCLUSIVE, sequence, rule);
    }

    /// Deletes a rule with our mark.
    static byte[] deleteRule(int sequence, RuleEntry rule) {
        return rule(RTM_DELRULE, 0, sequence, rule);
    }

    private static byte[] rule(int type, int flags, int sequence, RuleEntry rule) {
        InetAddress source = rule.source();
        NetlinkMessage.Writer message = new NetlinkMessage.Writer(type, flags, sequence)
                .u8(family(rule.ipv6()), 0, source == null ? 0 : RouteNetlink.bits(source), 0)
                .u8(0, 0, 0, ACTION_TO_TABLE)
                .u32(0);
        if (source != null) {
            message.attribute(FRA_SRC, source.getAddress());
        }
        message.attribute(FRA_PRIORITY, rule.priority());
        if (rule.mark() != 0) {
            message.attribute(FRA_FWMARK, rule.mark()).attribute(FRA_FWMASK, ALL_BITS);
        }
        message.attribute(FRA_TABLE, rule.table());
        if (!rule.outLink().isEmpty()) {
            message.attribute(FRA_OIFNAME, rule.outLink());
        }
        return message.attribute(FRA_PROTOCOL, new byte[] {(byte) rule.protocol()})
                .bytes();
    }

    /// All rules of a family.
    static byte[] getRules(int sequence, boolean ipv6) {
        return new NetlinkMessage.Writer(RTM_GETRULE, NetlinkMessage.FLAG_DUMP, sequence)
                .u8(family(ipv6), 0, 0, 0)
                .u8(0, 0, 0, 0)
                .u32(0)
                .bytes();
    }

    private static int family(boolean ipv6) {
        return ipv6 ? RouteNetlink.AF_INET6 : RouteNetlink.AF_INET;
    }
}
