package dev.dialtone.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes the few DER elements a certificate needs (ITU-T X.690); everything is built from the inside
/// out.
final class Der {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int NULL = 0x05;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, concat(parts));
    }

    static byte[] set(byte[]... parts) {
        return element(SET, concat(parts));
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] bool(boolean value) {
        return element(BOOLEAN, new byte[] {(byte) (value ? 0xFF : 0)});
    }

    static byte[] nothing() {
        return element(NULL, new byte[0]);
    }

    static byte[] octets(byte[] content) {
        return element(OCTET_STRING, content);
    }

    static byte[] utf8(String text) {
        return element(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param unused bits of the last byte that do not count
    static byte[] bits(int unused, byte[] content) {
        return element(BIT_STRING, concat(new byte[] {(byte) unused}, content));
    }

    /// An object identifier from its dotted form.
    static byte[] oid(String dotted) {
        int[] arcs = dotted.chars().filter(c -> c == '.').toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0;
        long first = 0;
        for (int i = 0; i <= arcs.length; i++) {
            int end = dotted.indexOf('.', start);
            long arc = Long.parseLong(end < 0 ? dotted.substring(start) : dotted.substring(start, end));
            start = end + 1;
            if (i == 0) {
                first = arc;
            } else {
                // the first two arcs share one number
                base128(out, i == 1 ? first * 40 + arc : arc);
            }
        }
        return element(OBJECT_IDENTIFIER, out.toByteArray());
    }

    /// SPEC [RFC 5280 §4.1.2.5]: two-digit years up to 2049, four digits from 2050.
    static byte[] time(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        boolean late = utc.getYear() >= 2050;
        String pattern = late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
        String text = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(utc);
        return element(late ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// `[number] EXPLICIT`.
    static byte[] explicit(int number, byte[] content) {
        return element(CONTEXT | CONSTRUCTED | number, content);
    }

    /// `[number] IMPLICIT` of a primitive type.
    static byte[] implicit(int number, byte[] content) {
        return element(CONTEXT | number, content);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int size = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | size);
            for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void base128(ByteArrayOutputStream out, long value) {
        int groups = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
        for (int i = groups - 1; i >= 0; i--) {
            out.write((int) (value >> (7 * i) & 0x7F) | (i > 0 ? 0x80 : 0));
        }
    }
}
