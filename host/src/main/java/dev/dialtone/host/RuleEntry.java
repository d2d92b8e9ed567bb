package dev.dialtone.host;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A policy rule that leads into a table, as the kernel has it (struct fib_rule_hdr and attributes).
///
/// @param source   one address that it is for, or null for any
/// @param outLink  interface that sockets must be bound to, or empty for any
/// @param mark     firewall mark, or 0 for any
/// @param protocol who made it (rtm_protocol); 0 where the kernel does not say, before Linux 4.17
record RuleEntry(
        boolean ipv6, int priority, int table, @Nullable InetAddress source, String outLink, int mark, int protocol) {
    private static final int FIXED_BYTES = 12;
    private static final int ACTION_TO_TABLE = 1;
    private static final int FLAG_INVERT = 2;
    private static final int MAX_NAME = 16;
    private static final int ALL_BITS = -1;

    static RuleEntry of(HostChange.Rule change) {
        return switch (change.traffic()) {
            case Traffic.From(InetAddress address) -> of(change, address, "", 0);
            case Traffic.BoundTo(String link, boolean _) -> of(change, null, link, 0);
            case Traffic.Marked(int mark, boolean _) -> of(change, null, "", mark);
        };
    }

    private static RuleEntry of(HostChange.Rule change, @Nullable InetAddress source, String outLink, int mark) {
        return new RuleEntry(
                change.traffic().ipv6(),
                change.priority(),
                change.table(),
                source,
                outLink,
                mark,
                RouteNetlink.PROTOCOL_DIALTONE);
    }

    /// Whether it is of ours, and the same.
    boolean isOurs(RuleEntry found) {
        return equals(found.protocol == 0 ? found.markedAsOurs() : found);
    }

    private RuleEntry markedAsOurs() {
        return new RuleEntry(ipv6, priority, table, source, outLink, mark, RouteNetlink.PROTOCOL_DIALTONE);
    }

    /// Empty when the message is no rule of the kind that is made here.
    static Optional<RuleEntry> from(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RuleNetlink.RTM_NEWRULE || body.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        int family = body.get(0);
        int sourceBits = Byte.toUnsignedInt(body.get(2));
        boolean plain = body.get(1) == 0
                && body.get(3) == 0
                && body.get(7) == ACTION_TO_TABLE
                && (body.getInt(8) & FLAG_INVERT) == 0
                && (family == RouteNetlink.AF_INET || family == RouteNetlink.AF_INET6);
        return plain
                ? NetlinkAttributes.after(body, FIXED_BYTES)
                        .flatMap(attributes -> from(family, sourceBits, Byte.toUnsignedInt(body.get(4)), attributes))
                : Optional.empty();
    }

    private static Optional<RuleEntry> from(int family, int sourceBits, int table, NetlinkAttributes attributes) {
        InetAddress source = attributes.address(RuleNetlink.FRA_SRC).orElse(null);
        int mark = attributes.u32(RuleNetlink.FRA_FWMARK).orElse(0);
        boolean wholeSource = source == null
                ? sourceBits == 0
                : RouteNetlink.family(source) == family && sourceBits == RouteNetlink.bits(source);
        boolean wholeMark = mark == 0 || attributes.u32(RuleNetlink.FRA_FWMASK).orElse(ALL_BITS) == ALL_BITS;
        boolean anyIn = attributes.bytes(RuleNetlink.FRA_IIFNAME).isEmpty();
        if (!wholeSource || !wholeMark || !anyIn) {
            return Optional.empty();
        }
        return Optional.of(new RuleEntry(
                family == RouteNetlink.AF_INET6,
                attributes.u32(RuleNetlink.FRA_PRIORITY).orElse(0),
                attributes.u32(RuleNetlink.FRA_TABLE).orElse(table),
                source,
                attributes.text(RuleNetlink.FRA_OIFNAME, MAX_NAME).orElse(""),
                mark,
                attributes.u8(RuleNetlink.FRA_PROTOCOL).orElse(0)));
    }
}
