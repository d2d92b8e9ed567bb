package dev.dialtone.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 128-bit start keys that MS-CHAPv2 leaves behind (RFC 3079 §3.3-3.4), as one side sees them. SSTP binds its
/// tunnel with them.
///
/// @param sendKey    16 bytes, MasterSendKey
/// @param receiveKey 16 bytes, MasterReceiveKey
public record MppeKeys(byte[] sendKey, byte[] receiveKey) {
    private static final byte[] MASTER = ascii("This is the MPPE Master Key");
    private static final byte[] CLIENT_SENDS =
            ascii("On the client side, this is the send key; on the server side, it is the receive key.");
    private static final byte[] SERVER_SENDS =
            ascii("On the client side, this is the receive key; on the server side, it is the send key.");
    private static final byte[] PAD_1 = new byte[40];
    private static final byte[] PAD_2 = new byte[40];

    static {
        Arrays.fill(PAD_2, (byte) 0xF2);
    }

    /// SPEC [RFC 3079 §3.4] GetMasterKey
    static byte[] masterKey(byte[] passwordHashHash, byte[] ntResponse) {
        return Arrays.copyOf(Digests.sha1(passwordHashHash, ntResponse, MASTER), 16);
    }

    /// SPEC [RFC 3079 §3.4] GetAsymmetricStartKey, both directions
    static MppeKeys of(byte[] masterKey, boolean server) {
        byte[] clientSend = startKey(masterKey, CLIENT_SENDS);
        byte[] serverSend = startKey(masterKey, SERVER_SENDS);
        return server ? new MppeKeys(serverSend, clientSend) : new MppeKeys(clientSend, serverSend);
    }

    private static byte[] startKey(byte[] masterKey, byte[] magic) {
        return Arrays.copyOf(Digests.sha1(masterKey, PAD_1, magic, PAD_2), 16);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "MppeKeys[redacted]";
    }
}
