package dev.dialtone.datapath;

import static dev.dialtone.datapath.NetworkOrder.u16;
import static dev.dialtone.datapath.NetworkOrder.u8;

/// Tells the flows of a host apart: addresses, protocol and ports. What has no ports, or may not be the first
/// fragment, is one flow for each pair of addresses and protocol. Never throws for what the bytes say.
final class FlowHash {
    private static final int FRAGMENT = 0x3FFF;
    private static final int PRIME = 31;

    private FlowHash() {}

    /// @param at     where the IP packet begins
    /// @param length of it
    /// @return any number, the same for every packet of a flow
    static int of(byte[] from, int at, int length) {
        int version = length > 0 ? u8(from, at) >>> 4 : 0;
        if (version == 4 && length >= 20) {
            int protocol = u8(from, at + 9);
            int header = (u8(from, at) & 0xF) << 2;
            boolean isWhole = (u16(from, at + 6) & FRAGMENT) == 0;
            return hash(from, at + 12, 8, isWhole ? ports(from, at, header, length, protocol) : protocol);
        }
        if (version == 6 && length >= 40) {
            int protocol = u8(from, at + 6);
            return hash(from, at + 8, 32, ports(from, at, 40, length, protocol));
        }
        return 0;
    }

    private static int ports(byte[] from, int at, int header, int length, int protocol) {
        boolean has = protocol == Arrival.TCP || protocol == Arrival.UDP;
        if (!has || header + 4 > length) {
            return protocol;
        }
        return (protocol * PRIME + u16(from, at + header)) * PRIME + u16(from, at + header + 2);
    }

    private static int hash(byte[] from, int at, int bytes, int start) {
        int hash = start;
        for (int i = 0; i < bytes; i += 2) {
            hash = hash * PRIME + u16(from, at + i);
        }
        // what differs in the upper bits only must differ in those that are used
        return hash ^ hash >>> 16 ^ hash >>> 8;
    }
}
