package dev.dialtone.carriers;

/// Which packets are from the peer's network to this end of the link itself, and not for the host: answers by DHCP,
/// what IPv6 routers advertise, answers of name servers. To look for them costs other packets a comparison or
/// two, and nothing once all of it is over.
///
/// @param dhcp      whether an answer by DHCP may come
/// @param routers   whether routers may speak
/// @param namesPort the port that answers of name servers come to, or 0 when none may come
record Overheard(boolean dhcp, boolean routers, int namesPort) {
    static final Overheard NOTHING = new Overheard(false, false, 0);

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int DESTINATION = 60;

    boolean isIt(int protocol, byte[] buffer, int offset, int length) {
        if (protocol == SstpTraffic.IPV4) {
            return (dhcp || namesPort != 0)
                    && length >= InnerPacket.HEADER_V4 + InnerPacket.UDP_HEADER
                    && buffer[offset + 9] == InnerPacket.UDP
                    && isAnswer(buffer, offset, (buffer[offset] & 0xF) * 4, length);
        }
        if (!(routers || namesPort != 0) || length <= InnerPacket.HEADER_V6) {
            return false;
        }
        int header = buffer[offset + 6];
        return header == InnerPacket.UDP
                ? namesPort != 0 && isAnswer(buffer, offset, InnerPacket.HEADER_V6, length)
                : routers && isAdvertised(header, buffer, offset, length);
    }

    private boolean isAnswer(byte[] buffer, int offset, int udp, int length) {
        if (length < udp + InnerPacket.UDP_HEADER) {
            return false;
        }
        int from = InnerPacket.u16(buffer, offset + udp);
        int to = InnerPacket.u16(buffer, offset + udp + 2);
        return (dhcp && from == DhcpInform.SERVER_PORT && to == DhcpInform.CLIENT_PORT)
                || (from == NameInquiry.SERVER_PORT && to == namesPort);
    }

    // SECURITY: the host's kernel must not see them: it would make addresses and routes that nobody answers for
    private static boolean isAdvertised(int header, byte[] buffer, int offset, int length) {
        return header == InnerPacket.ICMPV6
                ? buffer[offset + InnerPacket.HEADER_V6] == (byte) RouterAdvertisement.TYPE
                : isExtension(header) && isAdvertisedBehind(header, buffer, offset, length);
    }

    private static boolean isExtension(int header) {
        return header == HOP_BY_HOP || header == ROUTING || header == DESTINATION;
    }

    /// Behind hop-by-hop options, a routing header, destination options. No router does that; who hides there is
    /// not understood, but kept from the host.
    private static boolean isAdvertisedBehind(int first, byte[] buffer, int offset, int length) {
        int header = first;
        int at = InnerPacket.HEADER_V6;
        while (isExtension(header) && at + 8 <= length) {
            header = buffer[offset + at];
            at += ((buffer[offset + at + 1] & 0xFF) + 1) * 8;
        }
        return header == InnerPacket.ICMPV6 && at < length && buffer[offset + at] == (byte) RouterAdvertisement.TYPE;
    }
}
