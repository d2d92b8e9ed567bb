package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The attributes at the end of a netlink message: 16-bit length (header included), 16-bit type, value, padded to 4.
/// Values of an unexpected size read as absent. Of two with the same type the last counts, as in the kernel.
final class NetlinkAttributes {
    /// Bit of the type that says the value holds attributes.
    static final int NESTED = 0x8000;

    private static final int TYPE_MASK = 0x3fff;
    private static final int HEADER_BYTES = 4;

    private final Map<Integer, ByteBuffer> values;

    private NetlinkAttributes(Map<Integer, ByteBuffer> values) {
        this.values = values;
    }

    static int padded(int length) {
        return length > Integer.MAX_VALUE - 3 ? Integer.MAX_VALUE : (length + 3) & ~3;
    }

    static Decoded<NetlinkAttributes> decode(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.nativeOrder());
        Map<Integer, ByteBuffer> values = new HashMap<>();
        int at = 0;
        while (in.limit() - at >= HEADER_BYTES) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < HEADER_BYTES || length > in.limit() - at) {
                return Decoded.malformed("netlink attribute length " + length, at);
            }
            int type = in.getShort(at + 2) & TYPE_MASK;
            values.put(type, in.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder()));
            at = Math.min(in.limit(), at + padded(length));
        }
        return Decoded.ok(new NetlinkAttributes(values), in.limit());
    }

    /// The attributes after the fixed part of a message's body; absent when they are malformed.
    static Optional<NetlinkAttributes> after(ByteBuffer body, int fixedBytes) {
        return decode(body.slice(fixedBytes, body.limit() - fixedBytes)) instanceof Decoded.Ok(var attributes, int _)
                ? Optional.of(attributes)
                : Optional.empty();
    }

    OptionalInt u32(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.remaining() != 4 ? OptionalInt.empty() : OptionalInt.of(value.getInt(0));
    }

    /// An unsigned byte.
    OptionalInt u8(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.remaining() != 1
                ? OptionalInt.empty()
                : OptionalInt.of(Byte.toUnsignedInt(value.get(0)));
    }

    /// A string up to its NUL.
    ///
    /// @param limit longest, in bytes; the rest is cut off
    Optional<String> text(int type, int limit) {
        ByteBuffer value = values.get(type);
        if (value == null) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Math.min(limit, value.remaining())];
        value.get(0, bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Optional.of(new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    /// An IPv4 or IPv6 address, by its length.
    Optional<InetAddress> address(int type) {
        return address(values.get(type), 0);
    }

    /// An address with its 16-bit family before it (struct rtvia).
    Optional<InetAddress> addressWithFamily(int type) {
        return address(values.get(type), 2);
    }

    /// The bytes of a value that is no list of attributes, in the host's byte order.
    Optional<ByteBuffer> bytes(int type) {
        return Optional.ofNullable(values.get(type));
    }

    /// The attributes inside an attribute; absent when they are malformed.
    Optional<NetlinkAttributes> nested(int type) {
        ByteBuffer value = values.get(type);
        return value != null && decode(value) instanceof Decoded.Ok(NetlinkAttributes inner, int _)
                ? Optional.of(inner)
                : Optional.empty();
    }

    private static Optional<InetAddress> address(@Nullable ByteBuffer value, int skip) {
        if (value == null || (value.remaining() - skip != 4 && value.remaining() - skip != 16)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[value.remaining() - skip];
        value.get(skip, bytes);
        try {
            // InetAddress.getByAddress would make an IPv4 address of ::ffff:a.b.c.d
            return Optional.of(
                    bytes.length == 16 ? Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
