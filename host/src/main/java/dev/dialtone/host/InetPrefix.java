package dev.dialtone.host;

import java.net.InetAddress;

/// Arithmetic of address prefixes.
final class InetPrefix {
    private InetPrefix() {}

    /// Whether the two addresses are of one family and begin with the same bits.
    ///
    /// @param prefixLength how many, at most the family's
    static boolean covers(InetAddress network, int prefixLength, InetAddress address) {
        byte[] wanted = network.getAddress();
        byte[] bytes = address.getAddress();
        if (wanted.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (((wanted[bit / 8] ^ bytes[bit / 8]) & 0x80 >>> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }
}
