package dev.dialtone.testkit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Gives out the IPv4 addresses of one block, the lowest free one first; never its first (the network's)
/// nor its last, nor the one that is reserved.
///
/// Safe for use by several threads.
final class AddressPool {
    private final int first;
    private final int last;
    private final int reserved;
    private final Set<Integer> taken = new HashSet<>();
    private int next;

    AddressPool(IpPrefix block, Inet4Address reserved) {
        if (!(block.network() instanceof Inet4Address network) || block.length() > 30) {
            throw new IllegalArgumentException("pool: an IPv4 block of /30 or larger is needed, not " + block);
        }
        int mask = block.length() == 0 ? 0 : -1 << (32 - block.length());
        this.first = (toInt(network) & mask) + 1;
        this.last = (toInt(network) | ~mask) - 1;
        this.reserved = toInt(reserved);
        this.next = first;
    }

    /// The next free address in turn; empty when all are in use.
    synchronized Optional<Inet4Address> take() {
        int size = last - first + 1;
        for (int tried = 0; tried < size; tried++) {
            int candidate = next;
            next = candidate == last ? first : candidate + 1;
            if (candidate != reserved && taken.add(candidate)) {
                return Optional.of(toAddress(candidate));
            }
        }
        return Optional.empty();
    }

    synchronized void giveBack(Inet4Address address) {
        taken.remove(toInt(address));
    }

    synchronized int inUse() {
        return taken.size();
    }

    private static int toInt(Inet4Address address) {
        byte[] b = address.getAddress();
        return IpPacket.get16(b, 0) << 16 | IpPacket.get16(b, 2);
    }

    private static Inet4Address toAddress(int value) {
        byte[] b = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        try {
            return (Inet4Address) InetAddress.getByAddress(b);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }
}
