package dev.dialtone.datapath;

import static dev.dialtone.datapath.NetworkOrder.put16;
import static dev.dialtone.datapath.NetworkOrder.u8;

import dev.dialtone.core.PacketBatch;

/// Makes packets for a peer of what a TUN device with virtio headers gives (`IFF_VNET_HDR`; offloads `TUN_F_CSUM`,
/// `TSO4`, `TSO6`, `USO4`, `USO6`): finishes checksums, and cuts super-packets of up to 64 KB into packets as
/// the wire
/// has them. They are written where they will be sent from; nothing is allocated.
///
/// For one thread; [#dropped] for any.
final class Segmenter {
    private final IpTemplate ip = new IpTemplate();
    private final TcpTemplate tcp = new TcpTemplate();
    private final UdpTemplate udp = new UdpTemplate();
    private final Count dropped = new Count();

    /// Puts what was read into the batch, as one packet or more, and leaves it to the caller to flush that. Never
    /// throws for what the bytes say.
    ///
    /// @param offset where the virtio header begins, which the packet follows
    /// @param length of both together
    void cut(byte[] from, int offset, int length, PacketBatch out) {
        if (!taken(from, offset, length, out)) {
            dropped.add();
        }
    }

    /// How many packets and super-packets contradicted themselves or asked for what nobody offered. What a batch
    /// refused is not among them.
    long dropped() {
        return dropped.get();
    }

    private boolean taken(byte[] from, int offset, int length, PacketBatch out) {
        int packet = offset + VirtioHeader.BYTES;
        int bytes = length - VirtioHeader.BYTES;
        if (bytes < 1) {
            return false;
        }
        int version = u8(from, packet) >>> 4;
        if (version != 4 && version != 6) {
            return false;
        }
        boolean unfinished = (VirtioHeader.flags(from, offset) & VirtioHeader.NEEDS_CSUM) != 0;
        return switch (VirtioHeader.gsoType(from, offset)) {
            case VirtioHeader.GSO_NONE ->
                unfinished ? finish(from, offset, bytes, version, out) : copy(from, packet, bytes, version, out);
            case VirtioHeader.GSO_TCPV4, VirtioHeader.GSO_TCPV4 | VirtioHeader.GSO_ECN ->
                unfinished && version == 4 && cut(from, offset, bytes, tcp, out);
            case VirtioHeader.GSO_TCPV6, VirtioHeader.GSO_TCPV6 | VirtioHeader.GSO_ECN ->
                unfinished && version == 6 && cut(from, offset, bytes, tcp, out);
            case VirtioHeader.GSO_UDP_L4 -> unfinished && cut(from, offset, bytes, udp, out);
            default -> false;
        };
    }

    private static boolean copy(byte[] from, int packet, int bytes, int version, PacketBatch out) {
        int at = out.reserve(version, bytes);
        if (at >= 0) {
            System.arraycopy(from, packet, out.buffer(), at, bytes);
            out.commit();
        }
        return true;
    }

    private boolean finish(byte[] from, int offset, int bytes, int version, PacketBatch out) {
        int packet = offset + VirtioHeader.BYTES;
        int start = VirtioHeader.csumStart(from, offset);
        int checksumOffset = VirtioHeader.csumOffset(from, offset);
        if (start + checksumOffset + 2 > bytes) {
            return false;
        }
        int at = out.reserve(version, bytes);
        if (at >= 0) {
            byte[] to = out.buffer();
            System.arraycopy(from, packet, to, at, start);
            int sum = InternetChecksum.copyAndSum(from, packet + start, to, at + start, bytes - start);
            boolean isUdp = checksumOffset == udp.checksumOffset();
            put16(to, at + start + checksumOffset, isUdp ? UdpTemplate.checksum(sum) : InternetChecksum.of(sum));
            out.commit();
        }
        return true;
    }

    private boolean cut(byte[] from, int offset, int bytes, TransportTemplate transport, PacketBatch out) {
        int packet = offset + VirtioHeader.BYTES;
        int start = VirtioHeader.csumStart(from, offset);
        int size = VirtioHeader.gsoSize(from, offset);
        if (size == 0
                || VirtioHeader.csumOffset(from, offset) != transport.checksumOffset()
                || !ip.read(from, packet, bytes, start, transport.protocol())) {
            return false;
        }
        int header = transport.read(from, packet + start, bytes - start);
        if (header < 0) {
            return false;
        }
        int headers = start + header;
        int payload = bytes - headers;
        int position = 0;
        int index = 0;
        do {
            int piece = Math.min(size, payload - position);
            int at = out.reserve(ip.version(), headers + piece);
            if (at >= 0) {
                byte[] to = out.buffer();
                System.arraycopy(from, packet, to, at, headers);
                int sum = InternetChecksum.copyAndSum(from, packet + headers + position, to, at + headers, piece);
                ip.complete(to, at, headers + piece, index);
                transport.complete(to, at + start, header + piece, sum, position, position + piece == payload);
                out.commit();
            }
            position += piece;
            index++;
        } while (position < payload);
        return true;
    }
}
