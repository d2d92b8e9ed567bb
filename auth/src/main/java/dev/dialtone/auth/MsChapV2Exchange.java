package dev.dialtone.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// One MS-CHAPv2 exchange worked out (RFC 2759): what the client sends, what the server must answer, and the key that
/// both have afterwards. Get one from [MsChapV2#exchange].
public final class MsChapV2Exchange implements AutoCloseable {
    private final byte[] peerChallenge;
    private final byte[] ntResponse;
    private final byte[] proof;
    private final byte[] masterKey;

    MsChapV2Exchange(byte[] peerChallenge, byte[] ntResponse, byte[] proof, byte[] masterKey) {
        this.peerChallenge = peerChallenge.clone();
        this.ntResponse = ntResponse;
        this.proof = proof;
        this.masterKey = masterKey;
    }

    /// The 49 bytes of the Response packet's value.
    public byte[] responseValue() {
        byte[] value = new byte[MsChapV2.RESPONSE_BYTES];
        System.arraycopy(peerChallenge, 0, value, 0, 16);
        System.arraycopy(ntResponse, 0, value, 24, 24);
        return value;
    }

    byte[] peerChallenge() {
        return peerChallenge.clone();
    }

    byte[] ntResponse() {
        return ntResponse.clone();
    }

    /// Server: whether a Change-Password packet holds this exchange's NT response. The caller took the peer challenge
    /// out of the same packet, and the new password.
    public boolean matchesChange(ChapPacket.ChangePassword packet) {
        return MessageDigest.isEqual(ntResponse, packet.ntResponse());
    }

    /// Server: whether a Response value holds this exchange's NT response. The caller took the peer challenge out of
    /// the same value ([#peerChallengeOf]).
    public boolean matchesResponse(byte[] value) {
        return value.length == MsChapV2.RESPONSE_BYTES
                && MessageDigest.isEqual(ntResponse, Arrays.copyOfRange(value, 24, 48));
    }

    /// Server: the client's challenge inside a Response value of 49 bytes.
    public static byte[] peerChallengeOf(byte[] value) {
        if (value.length != MsChapV2.RESPONSE_BYTES) {
            throw new IllegalArgumentException("a response value has 49 bytes, not " + value.length);
        }
        return Arrays.copyOf(value, 16);
    }

    /// Server: `S=` and forty capital hexadecimal digits, then ` M=` and the words if there are any.
    public byte[] successMessage(String words) {
        String text = "S=" + HexFormat.of().withUpperCase().formatHex(proof);
        return (words.isEmpty() ? text : text + " M=" + words).getBytes(StandardCharsets.UTF_8);
    }

    /// Client: whether a Success message proves that the server knows the password. Digits in either case, constant
    /// time; anything may follow them (SPEC [RFC 2759 §5], INTEROP: long texts, no M=).
    public boolean matchesSuccess(byte[] message) {
        if (message.length < 42 || message[0] != 'S' || message[1] != '=') {
            return false;
        }
        byte[] claimed = new byte[20];
        boolean digits = true;
        for (int i = 0; i < 20; i++) {
            int high = Character.digit(message[2 + 2 * i], 16);
            int low = Character.digit(message[3 + 2 * i], 16);
            digits &= high >= 0 && low >= 0;
            claimed[i] = (byte) (high << 4 | (low & 0xF));
        }
        boolean equal = MessageDigest.isEqual(proof, claimed);
        return equal && digits;
    }

    /// The keys as the client sees them; the server's are the same two swapped.
    public MppeKeys clientKeys() {
        return MppeKeys.of(masterKey, false);
    }

    /// The keys as the server sees them.
    public MppeKeys serverKeys() {
        return MppeKeys.of(masterKey, true);
    }

    /// Wipes the key.
    @Override
    public void close() {
        Arrays.fill(masterKey, (byte) 0);
    }

    @Override
    public String toString() {
        return "MsChapV2Exchange[redacted]";
    }
}
