package dev.dialtone.ppp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// The numbers of IPCP's options (RFC 1332 §3, RFC 1877 §1) and their addresses.
final class IpcpOptions {
    static final int ADDRESS = 3;
    static final int DNS_1 = 129;
    static final int NBNS_1 = 130;
    static final int DNS_2 = 131;
    static final int NBNS_2 = 132;
    /// In the order in which they are sent.
    static final List<Integer> NAME_SERVERS = List.of(DNS_1, NBNS_1, DNS_2, NBNS_2);

    private IpcpOptions() {}

    static int number(Inet4Address address) {
        byte[] b = address.getAddress();
        return (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
    }

    static Inet4Address address(int number) {
        byte[] bytes = {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
