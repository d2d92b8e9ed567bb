package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One netlink message (RFC 3549 §2.3.2; Linux netlink(7)). Numbers are in the host's byte order.
///
/// ```
///  0               4       6       8               12              16
///  +---------------+-------+-------+---------------+---------------+------
///  |    length     | type  | flags |   sequence    |    port id    | body ...   padded to 4
///  +---------------+-------+-------+---------------+---------------+------
/// ```
///
/// @param body a view of what follows the header, in the host's byte order
record NetlinkMessage(int type, int flags, int sequence, int portId, ByteBuffer body) {
    static final int HEADER_BYTES = 16;

    static final int NOOP = 1;
    static final int ERROR = 2;
    static final int DONE = 3;

    static final int FLAG_REQUEST = 0x1;
    static final int FLAG_ACK = 0x4;
    static final int FLAG_DUMP = 0x300;
    static final int FLAG_EXCLUSIVE = 0x200;
    static final int FLAG_CREATE = 0x400;

    private static final int FLAG_CAPPED = 0x100;
    private static final int FLAG_ACK_ATTRIBUTES = 0x200;
    private static final int ACK_ATTRIBUTE_TEXT = 1;
    private static final int MAX_TEXT = 256;

    /// What an `ERROR` or `DONE` message says.
    ///
    /// @param errno positive; 0 is success
    /// @param text  the kernel's extended acknowledgement, or empty
    record Acknowledgement(int errno, String text) {}

    /// The messages of one datagram.
    static Decoded<List<NetlinkMessage>> decode(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        int at = 0;
        while (at < in.limit()) {
            if (in.limit() - at < HEADER_BYTES) {
                return Decoded.malformed("netlink header cut short", at);
            }
            int length = in.getInt(at);
            if (length < HEADER_BYTES || length > in.limit() - at) {
                return Decoded.malformed("netlink message length " + Integer.toUnsignedString(length), at);
            }
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(in.getShort(at + 4)),
                    Short.toUnsignedInt(in.getShort(at + 6)),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    in.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder())));
            at = Math.min(in.limit(), at + NetlinkAttributes.padded(length));
        }
        return Decoded.ok(messages, in.limit());
    }

    /// Reads the body of an `ERROR` or `DONE` message. A body too short to say anything is a protocol error.
    Acknowledgement acknowledgement() {
        if (body.remaining() < Integer.BYTES) {
            return new Acknowledgement(type == DONE ? 0 : Errno.EPROTO, "");
        }
        int code = body.getInt(body.position());
        return new Acknowledgement(code == Integer.MIN_VALUE ? Errno.EPROTO : Math.abs(code), acknowledgementText());
    }

    private String acknowledgementText() {
        if ((flags & FLAG_ACK_ATTRIBUTES) == 0) {
            return "";
        }
        int skip = Integer.BYTES;
        if (type == ERROR) {
            if (body.remaining() < skip + HEADER_BYTES) {
                return "";
            }
            int echoed = body.getInt(body.position() + skip);
            if ((flags & FLAG_CAPPED) == 0 && echoed > body.remaining()) {
                return "";
            }
            // the request follows whole unless the kernel was asked to cap it
            skip += (flags & FLAG_CAPPED) != 0 || echoed < 0 ? HEADER_BYTES : NetlinkAttributes.padded(echoed);
        }
        if (skip > body.remaining()) {
            return "";
        }
        ByteBuffer rest = body.slice(body.position() + skip, body.remaining() - skip);
        return NetlinkAttributes.decode(rest) instanceof Decoded.Ok(NetlinkAttributes attributes, int _)
                ? attributes.text(ACK_ATTRIBUTE_TEXT, MAX_TEXT).orElse("")
                : "";
    }

    /// Builds a request: header, fixed part, attributes.
    static final class Writer {
        private static final int CAPACITY = 1024;
        private final ByteBuffer out = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());

        /// @param flags `FLAG_REQUEST` and `FLAG_ACK` are added
        Writer(int type, int flags, int sequence) {
            out.putInt(0).putShort((short) type).putShort((short) (flags | FLAG_REQUEST | FLAG_ACK));
            out.putInt(sequence).putInt(0);
        }

        Writer u8(int... values) {
            for (int value : values) {
                out.put((byte) value);
            }
            return this;
        }

        Writer u16(int value) {
            out.putShort((short) value);
            return this;
        }

        Writer u32(int value) {
            out.putInt(value);
            return this;
        }

        Writer attribute(int type, byte[] value) {
            out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
            out.position(NetlinkAttributes.padded(out.position()));
            return this;
        }

        Writer attribute(int type, int value) {
            return attribute(
                    type,
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.nativeOrder())
                            .putInt(value)
                            .array());
        }

        /// A string with its NUL.
        Writer attribute(int type, String value) {
            return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
        }

        /// An attribute that holds others.
        Writer nested(int type, Runnable content) {
            int start = out.position();
            out.putShort((short) 0).putShort((short) (type | NetlinkAttributes.NESTED));
            content.run();
            out.putShort(start, (short) (out.position() - start));
            return this;
        }

        /// The finished request.
        byte[] bytes() {
            out.putInt(0, out.position());
            byte[] bytes = new byte[out.position()];
            out.get(0, bytes);
            return bytes;
        }
    }
}
