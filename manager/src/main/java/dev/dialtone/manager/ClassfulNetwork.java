package dev.dialtone.manager;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// The network that an address lies in by its class alone, as before there were prefixes.
final class ClassfulNetwork {
    // SPEC [RFC 791 §2.3, §3.2] classes A, B and C by the first bits
    private static final int FIRST_B = 128;
    private static final int FIRST_C = 192;
    private static final int FIRST_D = 224;

    private ClassfulNetwork() {}

    /// @return empty for an address of no network: multicast, reserved, this host's own
    static Optional<Prefix> of(Inet4Address address) {
        byte[] bytes = address.getAddress();
        int first = Byte.toUnsignedInt(bytes[0]);
        if (first >= FIRST_D) {
            return Optional.empty();
        }
        int length = first < FIRST_B ? 8 : first < FIRST_C ? 16 : 24;
        for (int i = length / 8; i < bytes.length; i++) {
            bytes[i] = 0;
        }
        try {
            return Optional.of(new Prefix(InetAddress.getByAddress(bytes), length))
                    .filter(LearnedRoutes::isAllowed);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are always an address", e);
        }
    }
}
