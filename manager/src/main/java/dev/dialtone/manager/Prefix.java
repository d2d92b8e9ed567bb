package dev.dialtone.manager;

import dev.dialtone.core.AddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// A range of addresses, like `10.0.0.0/8`.
record Prefix(InetAddress network, int length) {

    /// Reads the canonical text of an entry's option, which is already checked.
    static Prefix parse(String text) {
        int slash = text.indexOf('/');
        return new Prefix(InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /// One address alone.
    static Prefix host(InetAddress address) {
        return new Prefix(address, address.getAddress().length * 8);
    }

    /// The range of this length that an address is in.
    static Prefix around(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        try {
            return new Prefix(InetAddress.getByAddress(bytes), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the other is a part of it, or the same.
    boolean contains(Prefix other) {
        return other.length >= length && contains(other.network);
    }

    @Override
    public String toString() {
        return AddressText.of(network) + "/" + length;
    }
}
