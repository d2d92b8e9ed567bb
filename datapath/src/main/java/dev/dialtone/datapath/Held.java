package dev.dialtone.datapath;

import static dev.dialtone.datapath.NetworkOrder.i32;
import static dev.dialtone.datapath.NetworkOrder.i64;
import static dev.dialtone.datapath.NetworkOrder.put16;
import static dev.dialtone.datapath.NetworkOrder.u16;
import static dev.dialtone.datapath.NetworkOrder.u8;

import dev.dialtone.core.PacketSink;
import java.util.Arrays;

/// One packet that is held back, with what has been merged to it: a virtio header, the first packet's headers and the
/// payloads of all, in one buffer of 64 KB that is borrowed for as long as something is held.
final class Held {
    /// Of an IP packet: what the length field of IPv4 can say.
    private static final int MAX_BYTES = 0xFFFF;
    /// What Linux takes in one UDP super-packet.
    private static final int MAX_DATAGRAMS = 64;

    private static final int START = VirtioHeader.BYTES;

    private static final byte[] NONE = new byte[0];

    private byte[] buffer = NONE;
    private int version;
    private int protocol;
    private int transport; // in the buffer, as ports are
    private int ports;
    private int length; // of the IP packet
    private int headerBytes;
    private int segmentBytes;
    private int segments;
    private int nextSequence;
    private int nextIdentification;
    private long pseudo; // sum of the pseudo header without the length
    private boolean ended;

    /// Begins with a mergeable packet.
    ///
    /// @return false when a checksum is wrong; then nothing is held
    boolean begin(Arrival first) {
        if (first.length > MAX_BYTES || !isIpHeaderRight(first)) {
            return false;
        }
        buffer = PacketBuffers.borrow();
        byte[] from = first.buffer;
        pseudo = first.version == 4
                ? InternetChecksum.pseudoIpv4(from, first.at, first.protocol)
                : InternetChecksum.pseudoIpv6(from, first.at, first.protocol);
        transport = START + first.transport - first.at;
        System.arraycopy(from, first.at, buffer, START, first.transport - first.at);
        int bytes = first.transportBytes();
        int sum = InternetChecksum.copyAndSum(from, first.transport, buffer, transport, bytes);
        if (InternetChecksum.fold(pseudo + bytes + sum) != InternetChecksum.RIGHT) {
            giveBack();
            return false;
        }
        version = first.version;
        protocol = first.protocol;
        ports = i32(from, first.transport);
        length = first.length;
        headerBytes = first.headerBytes;
        segmentBytes = first.payloadBytes;
        segments = 1;
        nextSequence = i32(from, first.transport + 4) + first.payloadBytes;
        nextIdentification = u16(from, first.at + 4) + 1 & 0xFFFF;
        ended = false;
        return true;
    }

    /// Whether the packet is of the same flow: same addresses, protocol and ports.
    boolean isFlowOf(Arrival packet) {
        return ports == i32(packet.buffer, packet.transport)
                && protocol == packet.protocol
                && version == packet.version
                && (version == 4
                        ? i64(buffer, START + 12) == i64(packet.buffer, packet.at + 12)
                        : hasIpv6AddressesOf(packet));
    }

    /// Appends a mergeable packet of the same flow.
    ///
    /// @return false when it does not continue what is held or a checksum is wrong; then what is held is as before
    boolean append(Arrival next) {
        int payload = next.payloadBytes;
        if (payload > segmentBytes || length + payload > MAX_BYTES || next.headerBytes != headerBytes || ended) {
            return false;
        }
        if (!(version == 4 ? continuesIpv4(next) : continuesIpv6(next))) {
            return false;
        }
        if (!(protocol == Arrival.TCP ? continuesTcp(next) : segments < MAX_DATAGRAMS)) {
            return false;
        }
        byte[] from = next.buffer;
        int header = next.at + headerBytes - next.transport;
        // what follows is overwritten or never looked at, if the sum is wrong
        int sum = InternetChecksum.copyAndSum(from, next.at + headerBytes, buffer, START + length, payload);
        long total = pseudo + header + payload + InternetChecksum.sum(from, next.transport, header) + sum;
        if (InternetChecksum.fold(total) != InternetChecksum.RIGHT) {
            return false;
        }
        length += payload;
        segments++;
        nextSequence += payload;
        nextIdentification = nextIdentification + 1 & 0xFFFF;
        if (next.pushes) {
            buffer[transport + 13] = next.buffer[next.transport + 13];
        }
        ended = next.pushes || payload < segmentBytes;
        return true;
    }

    /// Whether nothing more can be appended.
    boolean hasEnded() {
        return ended;
    }

    /// Writes what is held: one packet as it came, or a super-packet that would be cut into just those that came.
    void writeTo(PacketSink device) {
        if (segments == 1) {
            VirtioHeader.putWhole(buffer, 0, VirtioHeader.DATA_VALID);
        } else {
            complete();
        }
        device.packet(buffer, 0, START + length);
        giveBack();
    }

    private void giveBack() {
        PacketBuffers.giveBack(buffer);
        buffer = NONE;
    }

    private void complete() {
        int transportBytes = length - (transport - START);
        if (version == 4) {
            int before = u16(buffer, START + 2);
            put16(buffer, START + 2, length);
            put16(buffer, START + 10, InternetChecksum.updated(u16(buffer, START + 10), before, length));
        } else {
            put16(buffer, START + 4, transportBytes);
        }
        int checksumOffset = 16;
        int type = version == 4 ? VirtioHeader.GSO_TCPV4 : VirtioHeader.GSO_TCPV6;
        if (protocol == Arrival.UDP) {
            checksumOffset = 6;
            type = VirtioHeader.GSO_UDP_L4;
            put16(buffer, transport + 4, transportBytes);
        }
        put16(buffer, transport + checksumOffset, InternetChecksum.fold(pseudo + transportBytes));
        int csumStart = transport - START;
        VirtioHeader.put(
                buffer, 0, VirtioHeader.NEEDS_CSUM, type, headerBytes, segmentBytes, csumStart, checksumOffset);
    }

    /// Identification follows; type of service, flags, time to live are the same.
    private boolean continuesIpv4(Arrival next) {
        byte[] from = next.buffer;
        int at = next.at;
        return u16(from, at + 4) == nextIdentification
                && u8(from, at + 1) == u8(buffer, START + 1)
                && i32(from, at + 6) == i32(buffer, START + 6)
                && isIpHeaderRight(next);
    }

    /// Traffic class, flow label and hop limit are the same.
    private boolean continuesIpv6(Arrival next) {
        return i32(next.buffer, next.at) == i32(buffer, START)
                && u16(next.buffer, next.at + 6) == u16(buffer, START + 6);
    }

    /// The sequence number follows; acknowledgment, window, urgent pointer and options are the same. Flags are, when
    /// mergeable, but for PSH.
    private boolean continuesTcp(Arrival next) {
        byte[] from = next.buffer;
        int at = next.transport;
        int end = next.at + headerBytes;
        return i32(from, at + 4) == nextSequence
                && i32(from, at + 8) == i32(buffer, transport + 8)
                && u16(from, at + 14) == u16(buffer, transport + 14)
                && u16(from, at + 18) == u16(buffer, transport + 18)
                && (end == at + 20 || Arrays.equals(from, at + 20, end, buffer, transport + 20, START + headerBytes));
    }

    private boolean hasIpv6AddressesOf(Arrival packet) {
        byte[] other = packet.buffer;
        int at = packet.at;
        return i64(buffer, START + 8) == i64(other, at + 8)
                && i64(buffer, START + 16) == i64(other, at + 16)
                && i64(buffer, START + 24) == i64(other, at + 24)
                && i64(buffer, START + 32) == i64(other, at + 32);
    }

    private static boolean isIpHeaderRight(Arrival packet) {
        return packet.version == 6 || InternetChecksum.sum(packet.buffer, packet.at, 20) == InternetChecksum.RIGHT;
    }
}
