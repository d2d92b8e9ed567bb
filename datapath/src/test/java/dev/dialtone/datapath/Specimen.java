package dev.dialtone.datapath;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A TCP or UDP packet built field by field as a text book would, and super-packets of it as Linux gives them.
final class Specimen implements Cloneable {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int ECE = 64;
    static final int CWR = 128;

    boolean isV6;
    boolean isUdp;
    byte[] source = new byte[16];
    byte[] destination = new byte[16];
    /// For the pseudo header, when a routing header says so.
    byte[] finalDestination = new byte[0];

    byte[] extensions = new byte[0];
    int firstExtension;
    byte[] ipOptions = new byte[0];
    int sourcePort = 443;
    int destinationPort = 50_000;
    int sequence = 1_000;
    int acknowledgment = 77;
    int flags = ACK;
    int window = 501;
    int urgent;
    byte[] options = new byte[0];
    int trafficClass;
    int flowLabel;
    int hopLimit = 64;
    int identification = 4_711;
    int fragment = 0x4000;
    byte[] payload = new byte[0];

    static Specimen random(SplittableRandom random, boolean isV6, boolean isUdp, int payload) {
        Specimen specimen = new Specimen();
        specimen.isV6 = isV6;
        specimen.isUdp = isUdp;
        random.nextBytes(specimen.source);
        random.nextBytes(specimen.destination);
        specimen.sourcePort = random.nextInt(65_536);
        specimen.destinationPort = random.nextInt(65_536);
        specimen.sequence = random.nextInt();
        specimen.acknowledgment = random.nextInt();
        specimen.window = random.nextInt(65_536);
        specimen.trafficClass = random.nextInt(256);
        specimen.flowLabel = random.nextInt(1 << 20);
        specimen.hopLimit = random.nextInt(256);
        specimen.identification = random.nextInt(65_536);
        specimen.fragment = random.nextBoolean() ? 0x4000 : 0;
        specimen.payload = new byte[payload];
        random.nextBytes(specimen.payload);
        return specimen;
    }

    /// NOP, NOP, timestamps.
    Specimen withTimestamps(SplittableRandom random) {
        options = new byte[12];
        random.nextBytes(options);
        System.arraycopy(new byte[] {1, 1, 8, 10}, 0, options, 0, 4);
        return this;
    }

    int headerBytes() {
        return ipHeaderBytes() + (isUdp ? 8 : 20 + options.length);
    }

    int ipHeaderBytes() {
        return isV6 ? 40 + extensions.length : 20 + ipOptions.length;
    }

    byte[] bytes() {
        byte[] segment = segment(0);
        int checksum = NaiveChecksum.of(pseudoHeader(segment.length), segment);
        return concat(ipHeader(segment.length), segment(isUdp && checksum == 0 ? 0xFFFF : checksum));
    }

    /// With the sum of the pseudo header alone in the checksum's place.
    byte[] unfinished() {
        int length = segment(0).length;
        return concat(ipHeader(length), segment(NaiveChecksum.sum(pseudoHeader(length))));
    }

    /// As Linux gives it, with a virtio header.
    byte[] superPacket(int size) {
        int type = isUdp ? 5 : isV6 ? 4 : 1;
        return concat(virtio(1, type, headerBytes(), size, ipHeaderBytes(), isUdp ? 6 : 16), unfinished());
    }

    /// The packets that the super-packet stands for.
    List<byte[]> pieces(int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0, i = 0; at < payload.length; at += size, i++) {
            Specimen piece = copy();
            piece.payload = Arrays.copyOfRange(payload, at, Math.min(at + size, payload.length));
            piece.sequence = sequence + at;
            piece.identification = identification + i;
            if (at > 0) {
                piece.flags &= ~CWR;
            }
            if (at + size < payload.length) {
                piece.flags &= ~(FIN | PSH);
            }
            pieces.add(piece.bytes());
        }
        return pieces;
    }

    Specimen copy() {
        try {
            return (Specimen) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] virtio(int flags, int type, int headers, int size, int start, int offset) {
        return new byte[] {
            (byte) flags, (byte) type,
            (byte) headers, (byte) (headers >> 8),
            (byte) size, (byte) (size >> 8),
            (byte) start, (byte) (start >> 8),
            (byte) offset, (byte) (offset >> 8)
        };
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private byte[] segment(int checksum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put16(out, sourcePort);
        put16(out, destinationPort);
        if (isUdp) {
            put16(out, 8 + payload.length);
            put16(out, checksum);
        } else {
            put32(out, sequence);
            put32(out, acknowledgment);
            out.write((20 + options.length) / 4 << 4);
            out.write(flags);
            put16(out, window);
            put16(out, checksum);
            put16(out, urgent);
            out.writeBytes(options);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private byte[] ipHeader(int segmentLength) {
        if (!isV6) {
            byte[] header = ipv4Header(segmentLength, 0);
            return ipv4Header(segmentLength, NaiveChecksum.of(header));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put32(out, 6 << 28 | trafficClass << 20 | flowLabel);
        put16(out, extensions.length + segmentLength);
        out.write(extensions.length > 0 ? firstExtension : protocol());
        out.write(hopLimit);
        out.writeBytes(source);
        out.writeBytes(destination);
        out.writeBytes(extensions);
        return out.toByteArray();
    }

    private byte[] ipv4Header(int segmentLength, int checksum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x40 | (20 + ipOptions.length) / 4);
        out.write(trafficClass);
        put16(out, 20 + ipOptions.length + segmentLength);
        put16(out, identification);
        put16(out, fragment);
        out.write(hopLimit);
        out.write(protocol());
        put16(out, checksum);
        out.write(source, 0, 4);
        out.write(destination, 0, 4);
        out.writeBytes(ipOptions);
        return out.toByteArray();
    }

    private byte[] pseudoHeader(int segmentLength) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (isV6) {
            out.writeBytes(source);
            out.writeBytes(finalDestination.length > 0 ? finalDestination : destination);
            put32(out, segmentLength);
            put32(out, protocol());
        } else {
            out.write(source, 0, 4);
            out.write(destination, 0, 4);
            put16(out, protocol());
            put16(out, segmentLength);
        }
        return out.toByteArray();
    }

    private int protocol() {
        return isUdp ? 17 : 6;
    }

    private static void put16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static void put32(ByteArrayOutputStream out, int value) {
        put16(out, value >> 16);
        put16(out, value);
    }
}
