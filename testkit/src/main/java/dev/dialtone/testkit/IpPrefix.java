package dev.dialtone.testkit;

import java.net.InetAddress;

/// A block of IPv4 or IPv6 addresses.
///
/// @param network any address of the block
/// @param length  leading bits that count, 0..32 or 0..128
public record IpPrefix(InetAddress network, int length) {
    public IpPrefix {
        if (length < 0 || length > network.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + length);
        }
    }

    /// From text like `10.0.0.0/8`, or an address alone for just that one.
    public static IpPrefix of(String text) {
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int whole = network.getAddress().length * 8;
        return new IpPrefix(network, slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(InetAddress address) {
        return covers(network, length, address);
    }

    static boolean covers(InetAddress network, int length, InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            if (((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + length;
    }
}
