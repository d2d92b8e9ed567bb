package dev.dialtone.carriers;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// What a peer's network might send, for tests: options are given as hex, one behind the other.
final class Told {
    static final Inet4Address CLIENT = Inet4Address.ofLiteral("10.9.0.7");
    static final Inet4Address SERVER = Inet4Address.ofLiteral("10.9.0.1");
    static final Inet6Address ROUTER = (Inet6Address) InetAddress.ofLiteral("fe80::1");
    static final Inet6Address ALL_NODES = (Inet6Address) InetAddress.ofLiteral("ff02::1");

    private Told() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("[\\s|]", ""));
    }

    /// A DHCPACK.
    ///
    /// @param options behind the message type, without the end
    static byte[] ack(int transactionId, String options) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(hex("02 01 06 00"));
        message.writeBytes(ByteBuffer.allocate(4).putInt(transactionId).array());
        message.writeBytes(hex("0000 0000"));
        message.writeBytes(CLIENT.getAddress());
        message.writeBytes(new byte[236 - message.size()]);
        message.writeBytes(hex("63825363 | 35 01 05"));
        message.writeBytes(hex(options));
        message.writeBytes(hex("FF"));
        return message.toByteArray();
    }

    static byte[] udp(byte[] data) {
        return InnerPacket.udp(SERVER, 67, CLIENT, 68, data);
    }

    /// The transaction of a question that was sent.
    static int transaction(byte[] question) {
        return ByteBuffer.wrap(question).getInt(20 + 8 + 4);
    }

    /// A router advertisement, from its type on.
    static byte[] advertisement(int lifetimeSeconds, String options) {
        byte[] rest = hex(options);
        ByteBuffer message = ByteBuffer.allocate(16 + rest.length);
        message.put((byte) 134).put((byte) 0).putShort((short) 0).put((byte) 64).put((byte) 0);
        message.putShort((short) lifetimeSeconds).putInt(0).putInt(0).put(rest);
        return message.array();
    }

    /// The same as a packet of a router.
    static byte[] advertised(int lifetimeSeconds, String options) {
        return InnerPacket.icmpv6(ROUTER, ALL_NODES, advertisement(lifetimeSeconds, options));
    }

    /// A prefix information option of fd00:9::/64, on this link and for addresses.
    static String prefix(long validSeconds, long preferredSeconds) {
        return "03 04 40 C0 %08x %08x 00000000 fd000009 00000000 0000000000000000"
                .formatted(validSeconds, preferredSeconds);
    }
}
