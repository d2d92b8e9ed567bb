package dev.dialtone.carriers;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Addresses as bytes inside of packets.
final class InnerAddress {
    /// SPEC [RFC 5072 §5] fe80::/64 before the interface identifier.
    private static final long LINK_LOCAL = 0xFE80_0000_0000_0000L;

    private InnerAddress() {}

    static Inet4Address ipv4(byte[] bytes, int at) {
        try {
            return (Inet4Address) InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }

    /// Whatever it is: InetAddress would make an IPv4 address of one that is mapped.
    static Inet6Address ipv6(byte[] bytes, int at) {
        try {
            return Inet6Address.getByAddress(null, Arrays.copyOfRange(bytes, at, at + 16), -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    static Inet6Address ipv6(long high, long low) {
        return ipv6(ByteBuffer.allocate(16).putLong(high).putLong(low).array(), 0);
    }

    static Inet6Address linkLocal(long identifier) {
        return ipv6(LINK_LOCAL, identifier);
    }

    /// Clears the bits behind a prefix.
    static byte[] masked(byte[] address, int prefixLength) {
        byte[] masked = address.clone();
        for (int bit = prefixLength; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return masked;
    }
}
