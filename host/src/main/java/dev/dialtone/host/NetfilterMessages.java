package dev.dialtone.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The requests we make of nf_tables over NFNETLINK, as bytes. Numbers within are in network byte order.
///
/// A transaction is one datagram: [#begin], changes, [#end]. The kernel makes all of it or nothing.
// SPEC [Linux include/uapi/linux/netfilter/nfnetlink.h, nf_tables.h]
final class NetfilterMessages {
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    private static final int SUBSYSTEM_NFTABLES = 10;
    private static final int NEWTABLE = 0;
    private static final int DELTABLE = 2;
    private static final int NEWCHAIN = 3;
    private static final int NEWRULE = 6;
    private static final int FLAG_APPEND = 0x800;

    /// IPv4 and IPv6 in one table.
    private static final int FAMILY_INET = 1;

    private static final int TABLE_NAME = 1;
    private static final int CHAIN_TABLE = 1;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_HOOK = 4;
    private static final int CHAIN_POLICY = 5;
    private static final int CHAIN_TYPE = 7;
    private static final int HOOK_NUMBER = 1;
    private static final int HOOK_PRIORITY = 2;
    private static final int RULE_TABLE = 1;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_EXPRESSIONS = 4;

    static final int POLICY_DROP = 0;
    static final int POLICY_ACCEPT = 1;

    /// Where packets that only pass through are seen, and where those of this host are.
    static final int HOOK_FORWARD = 2;

    static final int HOOK_OUTPUT = 3;

    private NetfilterMessages() {}

    static byte[] begin(int sequence) {
        return batch(BATCH_BEGIN, sequence);
    }

    static byte[] end(int sequence) {
        return batch(BATCH_END, sequence);
    }

    private static byte[] batch(int type, int sequence) {
        return quiet(new NetlinkMessage.Writer(type, 0, sequence)
                .u8(0, 0, 0, SUBSYSTEM_NFTABLES)
                .bytes());
    }

    /// A request whose success is not told: of a transaction the last one's is enough.
    static byte[] quiet(byte[] request) {
        ByteBuffer out = ByteBuffer.wrap(request).order(java.nio.ByteOrder.nativeOrder());
        out.putShort(6, (short) (out.getShort(6) & ~NetlinkMessage.FLAG_ACK));
        return request;
    }

    /// Makes the table, if it is not there.
    static byte[] newTable(int sequence, String table) {
        return writer(NEWTABLE, NetlinkMessage.FLAG_CREATE, sequence)
                .attribute(TABLE_NAME, table)
                .bytes();
    }

    /// Deletes the table with all that is in it.
    static byte[] deleteTable(int sequence, String table) {
        return writer(DELTABLE, 0, sequence).attribute(TABLE_NAME, table).bytes();
    }

    /// A chain of filters at a hook, at the usual priority.
    ///
    /// @param policy what becomes of a packet that no rule decides on
    static byte[] newChain(int sequence, String table, String chain, int hook, int policy) {
        NetlinkMessage.Writer message = writer(NEWCHAIN, NetlinkMessage.FLAG_CREATE, sequence)
                .attribute(CHAIN_TABLE, table)
                .attribute(CHAIN_NAME, chain);
        return message.nested(
                        CHAIN_HOOK,
                        () -> message.attribute(HOOK_NUMBER, number(hook)).attribute(HOOK_PRIORITY, number(0)))
                .attribute(CHAIN_POLICY, number(policy))
                .attribute(CHAIN_TYPE, "filter")
                .bytes();
    }

    /// A rule at the chain's end.
    static byte[] newRule(int sequence, String table, String chain, Rule rule) {
        NetlinkMessage.Writer message = writer(NEWRULE, NetlinkMessage.FLAG_CREATE | FLAG_APPEND, sequence)
                .attribute(RULE_TABLE, table)
                .attribute(RULE_CHAIN, chain);
        return message.nested(RULE_EXPRESSIONS, () -> rule.write(new Expressions(message)))
                .bytes();
    }

    private static NetlinkMessage.Writer writer(int message, int flags, int sequence) {
        return new NetlinkMessage.Writer(SUBSYSTEM_NFTABLES << 8 | message, flags, sequence).u8(FAMILY_INET, 0, 0, 0);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /// What a rule is made of, one after the other.
    @FunctionalInterface
    interface Rule {
        void write(Expressions expressions);
    }

    /// Writes expressions in the order and the forms in which `nft` does, so that it lists them as it would its own.
    static final class Expressions {
        private static final int LIST_ELEMENT = 1;
        private static final int NAME = 1;
        private static final int DATA = 2;
        private static final int DATA_VALUE = 1;
        private static final int DATA_VERDICT = 2;
        private static final int VERDICT_CODE = 1;
        private static final int REGISTER_VERDICT = 0;
        private static final int REGISTER = 1;
        private static final int META_OIFNAME = 7;
        private static final int META_IIFNAME = 6;
        private static final int META_NFPROTO = 15;
        private static final int META_L4PROTO = 16;
        private static final int NFPROTO_IPV4 = 2;
        private static final int NFPROTO_IPV6 = 10;
        private static final int NETWORK_HEADER = 1;
        private static final int TRANSPORT_HEADER = 2;
        private static final int ACCEPT = 1;
        private static final int DROP = 0;
        private static final int IFNAMSIZ = 16;

        private final NetlinkMessage.Writer out;

        private Expressions(NetlinkMessage.Writer out) {
            this.out = out;
        }

        /// The packet leaves by this interface.
        Expressions leavesBy(String link) {
            return meta(META_OIFNAME).equal(name(link));
        }

        /// The packet came in by this interface.
        Expressions cameBy(String link) {
            return meta(META_IIFNAME).equal(name(link));
        }

        private static byte[] name(String link) {
            return Arrays.copyOf(link.getBytes(StandardCharsets.UTF_8), IFNAMSIZ);
        }

        Expressions isIpv4() {
            return meta(META_NFPROTO).equal(NFPROTO_IPV4);
        }

        Expressions isIpv6() {
            return meta(META_NFPROTO).equal(NFPROTO_IPV6);
        }

        /// It goes to this address. What nft calls `ip daddr` or `ip6 daddr`.
        Expressions to(InetAddress address) {
            byte[] bytes = address.getAddress();
            return address instanceof Inet4Address
                    ? isIpv4().payload(NETWORK_HEADER, 16, bytes.length).equal(bytes)
                    : isIpv6().payload(NETWORK_HEADER, 24, bytes.length).equal(bytes);
        }

        Expressions protocol(int number) {
            return meta(META_L4PROTO).equal(number);
        }

        /// After [#protocol] of TCP or UDP.
        Expressions fromPort(int port) {
            return payload(TRANSPORT_HEADER, 0, 2).equal(port >> 8, port & 0xff);
        }

        /// After [#protocol] of TCP or UDP.
        Expressions toPort(int port) {
            return payload(TRANSPORT_HEADER, 2, 2).equal(port >> 8, port & 0xff);
        }

        /// After [#protocol] of ICMP.
        Expressions icmpType(int type) {
            return payload(TRANSPORT_HEADER, 0, 1).equal(type);
        }

        Expressions count() {
            return expression("counter", () -> {});
        }

        void accept() {
            verdict(ACCEPT);
        }

        void drop() {
            verdict(DROP);
        }

        private Expressions meta(int key) {
            return expression("meta", () -> out.attribute(2, number(key)).attribute(1, number(REGISTER)));
        }

        private Expressions payload(int base, int offset, int length) {
            return expression(
                    "payload",
                    () -> out.attribute(1, number(REGISTER))
                            .attribute(2, number(base))
                            .attribute(3, number(offset))
                            .attribute(4, number(length)));
        }

        private Expressions equal(int... bytes) {
            byte[] value = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                value[i] = (byte) bytes[i];
            }
            return equal(value);
        }

        private Expressions equal(byte[] value) {
            return expression(
                    "cmp",
                    () -> out.attribute(1, number(REGISTER))
                            .attribute(2, number(0))
                            .nested(3, () -> out.attribute(DATA_VALUE, value)));
        }

        private void verdict(int code) {
            Expressions _ = expression(
                    "immediate",
                    () -> out.attribute(1, number(REGISTER_VERDICT))
                            .nested(
                                    2,
                                    () -> out.nested(DATA_VERDICT, () -> out.attribute(VERDICT_CODE, number(code)))));
        }

        private Expressions expression(String kind, Runnable data) {
            out.nested(LIST_ELEMENT, () -> out.attribute(NAME, kind).nested(DATA, data));
            return this;
        }
    }
}
