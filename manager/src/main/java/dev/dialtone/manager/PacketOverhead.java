package dev.dialtone.manager;

import java.net.Inet4Address;
import java.net.InetAddress;

/// What a packet of the tunnel grows by on its way out: PPP and SSTP headers, a TLS record, TCP, IP.
///
/// @param tlsBytes of a record around its content
/// @param ipBytes  20 for IPv4, 40 for IPv6
record PacketOverhead(int tlsBytes, int ipBytes) {
    // SPEC [RFC 1662 §3.1] address, control, protocol
    static final int PPP_BYTES = 4;
    // SPEC [MS-SSTP §2.2.1]
    static final int SSTP_BYTES = 4;
    // SPEC [RFC 9293 §3.1, RFC 7323 §3] with timestamps
    static final int TCP_BYTES = 32;

    private static final int RECORD_HEADER = 5;
    private static final int TAG = 16;
    private static final int EXPLICIT_NONCE = 8;

    static PacketOverhead of(String tlsProtocol, String cipher, InetAddress server) {
        // SPEC [RFC 8446 §5.2] the content's type within; [RFC 5288 §3] the nonce before; [RFC 7905 §2] none
        int tls = tlsProtocol.equals("TLSv1.3")
                ? RECORD_HEADER + 1 + TAG
                : RECORD_HEADER + (cipher.contains("CHACHA20") ? 0 : EXPLICIT_NONCE) + TAG;
        return new PacketOverhead(tls, server instanceof Inet4Address ? 20 : 40);
    }

    int bytes() {
        return PPP_BYTES + SSTP_BYTES + tlsBytes + TCP_BYTES + ipBytes;
    }

    /// The sum for a packet of that size, written out.
    String sum(int packetBytes) {
        return packetBytes + " + " + PPP_BYTES + " PPP + " + SSTP_BYTES + " SSTP + " + tlsBytes + " TLS + " + TCP_BYTES
                + " TCP + " + ipBytes + (ipBytes == 20 ? " IPv4" : " IPv6") + " = " + (packetBytes + bytes());
    }
}
