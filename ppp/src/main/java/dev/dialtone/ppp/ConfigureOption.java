package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// One configuration option of a control protocol (RFC 1661 §6), unknown ones too: type and raw value.
///
/// @param type 0..255
/// @param data 0..253 bytes, never changed after construction
record ConfigureOption(int type, byte[] data) {
    /// Most options in one packet.
    static final int MAX_COUNT = 64;

    static ConfigureOption of16(int type, int value) {
        return new ConfigureOption(type, new byte[] {(byte) (value >>> 8), (byte) value});
    }

    static ConfigureOption of32(int type, int value) {
        return new ConfigureOption(
                type, new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    static ConfigureOption of64(int type, long value) {
        byte[] data = new byte[8];
        for (int i = 0; i < 8; i++) {
            data[i] = (byte) (value >>> (56 - 8 * i));
        }
        return new ConfigureOption(type, data);
    }

    /// The value as an unsigned big-endian number; the first eight bytes if it has more.
    long number() {
        long value = 0;
        for (int i = 0; i < Math.min(8, data.length); i++) {
            value = value << 8 | (data[i] & 0xFF);
        }
        return value;
    }

    int length() {
        return data.length;
    }

    /// Reads the options from `offset` to `end`.
    static Decoded<List<ConfigureOption>> decode(byte[] packet, int offset, int end) {
        List<ConfigureOption> options = new ArrayList<>();
        int at = offset;
        while (at < end) {
            if (options.size() == MAX_COUNT) {
                return Decoded.malformed("more than " + MAX_COUNT + " options", at);
            }
            if (at + 2 > end) {
                return Decoded.malformed("half an option", at);
            }
            int length = packet[at + 1] & 0xFF;
            if (length < 2 || at + length > end) {
                return Decoded.malformed("option length does not fit", at + 1);
            }
            options.add(new ConfigureOption(packet[at] & 0xFF, Arrays.copyOfRange(packet, at + 2, at + length)));
            at += length;
        }
        return Decoded.ok(List.copyOf(options), end - offset);
    }

    static byte[] encode(List<ConfigureOption> options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ConfigureOption option : options) {
            out.write(option.type);
            out.write(option.data.length + 2);
            out.writeBytes(option.data);
        }
        return out.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigureOption(int otherType, byte[] otherData)
                && type == otherType
                && Arrays.equals(data, otherData);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return type + ":" + HexFormat.of().formatHex(data);
    }
}
