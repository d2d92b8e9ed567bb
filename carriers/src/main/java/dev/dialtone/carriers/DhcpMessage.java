package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A DHCP message (RFC 2131 §2), as far as a client that has an address already looks at it.
///
/// @param operation     1 request, 2 reply
/// @param transactionId the asking client's
/// @param options       by code, those that were split joined (RFC 3396)
record DhcpMessage(int operation, int transactionId, Map<Integer, byte[]> options) {
    static final int REQUEST = 1;
    static final int REPLY = 2;

    static final int ACK = 5;
    static final int INFORM = 8;

    static final int DNS = 6;
    static final int DOMAIN = 15;
    static final int MESSAGE_TYPE = 53;
    static final int SEARCH = 119;
    static final int CLASSLESS_ROUTES = 121;
    /// Microsoft's number for the same.
    static final int MS_CLASSLESS_ROUTES = 249;

    /// Longest message looked at, in bytes.
    static final int MAX_BYTES = 4096;

    private static final int PAD = 0;
    private static final int OVERLOAD = 52;
    private static final int PARAMETERS = 55;
    private static final int MAX_SIZE = 57;
    private static final int USER_CLASS = 77;
    private static final int END = 255;

    private static final int SNAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE_AT = 236;
    private static final int OPTIONS = 240;
    private static final int COOKIE = 0x6382_5363;
    private static final int ETHERNET = 1;
    // SPEC [RFC 1542 §2.1] what the oldest relays want
    private static final int LEAST_BYTES = 300;
    private static final int TAKEN_BYTES = 1372;

    /// A DHCPINFORM (RFC 2131 §4.4.3) of a client with this address.
    ///
    /// @param seconds since the first of its kind
    static byte[] inform(int transactionId, Inet4Address client, int seconds) {
        ByteBuffer message = ByteBuffer.allocate(LEAST_BYTES);
        // INTEROP [SoftEther] hears Ethernet only; a PPP link has no hardware address: one of our own making (IEEE
        // 802's "locally administered" bit), the same for the same address
        message.put((byte) REQUEST).put((byte) ETHERNET).put((byte) 6).put((byte) 0);
        message.putInt(transactionId).putShort((short) seconds).putShort((short) 0);
        message.put(client.getAddress());
        message.position(28).put((byte) 0x02).put((byte) 0).put(client.getAddress());
        message.position(COOKIE_AT).putInt(COOKIE);
        option(message, MESSAGE_TYPE, INFORM);
        // SPEC [RFC 3442] whoever asks for both names the classless ones first
        option(message, PARAMETERS, CLASSLESS_ROUTES, MS_CLASSLESS_ROUTES, DNS, DOMAIN, SEARCH);
        option(message, MAX_SIZE, TAKEN_BYTES >> 8, TAKEN_BYTES & 0xFF);
        // INTEROP [RRAS] the class by which Microsoft's DHCP server knows a client of remote access, and gives
        // it what is set for those
        byte[] remoteAccess = "RRAS.Microsoft".getBytes(StandardCharsets.US_ASCII);
        message.put((byte) USER_CLASS).put((byte) remoteAccess.length).put(remoteAccess);
        message.put((byte) END);
        return message.array();
    }

    private static void option(ByteBuffer message, int code, int... values) {
        message.put((byte) code).put((byte) values.length);
        for (int value : values) {
            message.put((byte) value);
        }
    }

    /// @return 0 when there is none
    int type() {
        byte[] type = options.get(MESSAGE_TYPE);
        return type == null || type.length != 1 ? 0 : type[0] & 0xFF;
    }

    static Decoded<DhcpMessage> decode(byte[] data) {
        if (data.length > MAX_BYTES) {
            return Decoded.malformed("longer than " + MAX_BYTES, MAX_BYTES);
        }
        if (data.length < OPTIONS) {
            return Decoded.malformed("shorter than " + OPTIONS, data.length);
        }
        ByteBuffer fixed = ByteBuffer.wrap(data);
        if (fixed.getInt(COOKIE_AT) != COOKIE) {
            return Decoded.malformed("no DHCP cookie", COOKIE_AT);
        }
        Map<Integer, ByteArrayOutputStream> joined = new TreeMap<>();
        int wrong = read(data, OPTIONS, data.length, joined);
        // SPEC [RFC 3396 §5] options, then file, then sname
        ByteArrayOutputStream overload = joined.get(OVERLOAD);
        int more = overload == null || overload.size() != 1 ? 0 : overload.toByteArray()[0];
        if (wrong < 0 && (more & 1) != 0) {
            wrong = read(data, FILE, COOKIE_AT, joined);
        }
        if (wrong < 0 && (more & 2) != 0) {
            wrong = read(data, SNAME, FILE, joined);
        }
        if (wrong >= 0) {
            return Decoded.malformed("an option without its end", wrong);
        }
        Map<Integer, byte[]> options = new TreeMap<>();
        joined.forEach((code, value) -> options.put(code, value.toByteArray()));
        return Decoded.ok(new DhcpMessage(data[0] & 0xFF, fixed.getInt(4), options), data.length);
    }

    /// @return -1, or where it is wrong
    private static int read(byte[] data, int from, int to, Map<Integer, ByteArrayOutputStream> joined) {
        int at = from;
        while (at < to && (data[at] & 0xFF) != END) {
            int code = data[at++] & 0xFF;
            if (code == PAD) {
                continue;
            }
            int length = at < to ? data[at++] & 0xFF : Integer.MAX_VALUE;
            if (length > to - at) {
                return at - 1;
            }
            joined.computeIfAbsent(code, _ -> new ByteArrayOutputStream())
                    .writeBytes(Arrays.copyOfRange(data, at, at + length));
            at += length;
        }
        return -1;
    }
}
