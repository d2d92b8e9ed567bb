package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.SstpPacket.CallConnectAck;
import dev.dialtone.carriers.SstpPacket.CallConnected;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CryptoBindingTest {
    // [MS-SSTP] §4.7, SHA-256: the exchange worked out there byte by byte
    private static final String HLAK_256 = "2A1BB40D55AB0F5EF32F06F2B3CC73C48FD3FAC41D7A1315A19228D9024CA164";
    private static final String ACK_256 =
            "10010030 00020001 00040028 00000002" + "412B489AEBD7ECC7D08966F26BE7CD72B231A0E9210D7C91B308862B0344C435";
    private static final String CERTIFICATE_HASH_256 =
            "7993EF314C493DACE9F02D60E7E61C84B6690AAFE9D7AEEA92CBBE8AD599422D";
    private static final String CONNECTED_256 = "10010070 00040001 00030068 00000002"
            + "412B489AEBD7ECC7D08966F26BE7CD72B231A0E9210D7C91B308862B0344C435"
            + CERTIFICATE_HASH_256
            + "52A68EFD8CFFBF5277 0B8F0FE8EC73716583AF6D611EB6D179B3B20840985449";

    // the same for SHA-1: each 20-byte hash is followed by 12 zero bytes
    private static final String HLAK_1 = "4B3128F43925D9006EEFB1C4E86515A1D88E56BAB3CA2BDF0373B7F5A8A13B19";
    private static final String NONCE_1 = "0F1A2D58D4A3E3000FAD3CE4906E07B707AA9E441CCEAC5CBD7B2CC1C9D86CDF";
    private static final String CERTIFICATE_HASH_1 = "5826B629BDA59B8E6FD8DCD2622FD34C534805A5";
    private static final String CONNECTED_1 = "10010070 00040001 00030068 00000001"
            + NONCE_1
            + CERTIFICATE_HASH_1
            + "000000000000000000000000"
            + "69915DD583D8062FEF16F61DB2F03290EC27CB6C"
            + "000000000000000000000000";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static SstpPacket decoded(byte[] packet) {
        return SstpCodecTest.value(SstpCodec.decode(packet));
    }

    @Test
    void sha256_givesTheSpecificationsBytes() {
        CallConnectAck ack = (CallConnectAck) decoded(hex(ACK_256));
        byte[] keys = hex(HLAK_256);
        byte[] hlak = CryptoBinding.hlak(
                java.util.Arrays.copyOfRange(keys, 0, 16), java.util.Arrays.copyOfRange(keys, 16, 32));
        CallConnected bound = CryptoBinding.bindHash(CryptoBinding.Hash.SHA256, ack, hex(CERTIFICATE_HASH_256), hlak);
        assertThat(SstpPacket.encode(bound)).isEqualTo(hex(CONNECTED_256));
    }

    @Test
    void sha1_givesTheSpecificationsBytes() {
        CallConnectAck ack = new CallConnectAck(1, hex(NONCE_1));
        CallConnected bound =
                CryptoBinding.bindHash(CryptoBinding.Hash.SHA1, ack, hex(CERTIFICATE_HASH_1), hex(HLAK_1));
        assertThat(SstpPacket.encode(bound)).isEqualTo(hex(CONNECTED_1));
    }

    @Test
    void best_prefersSha256AndKnowsNothingElse() {
        assertThat(CryptoBinding.Hash.best(3)).contains(CryptoBinding.Hash.SHA256);
        assertThat(CryptoBinding.Hash.best(2)).contains(CryptoBinding.Hash.SHA256);
        assertThat(CryptoBinding.Hash.best(1)).contains(CryptoBinding.Hash.SHA1);
        assertThat(CryptoBinding.Hash.best(0)).isEmpty();
        assertThat(CryptoBinding.Hash.best(4)).isEmpty();
    }

    @Test
    void hlak_isCutAndFilledTo32Bytes() {
        assertThat(CryptoBinding.hlak(new byte[0], new byte[0])).isEqualTo(new byte[32]);
        assertThat(CryptoBinding.hlak(hex("01"), hex("0203")))
                .startsWith(1, 2, 3, 0)
                .hasSize(32);
        byte[] longKey = new byte[64];
        longKey[31] = 7;
        longKey[32] = 8;
        assertThat(CryptoBinding.hlak(longKey, hex("09"))).hasSize(32).endsWith(7);
    }

    @Test
    void verify_acceptsTheRightOneOnly() {
        CallConnectAck ack = new CallConnectAck(3, hex(NONCE_1));
        byte[] certificate = hex("3003020101");
        byte[] hlak = hex(HLAK_1);
        for (CryptoBinding.Hash hash : CryptoBinding.Hash.values()) {
            CallConnected right = CryptoBinding.bind(hash, ack, certificate, hlak);
            assertThat(CryptoBinding.verify(right, ack, certificate, hlak)).isTrue();
            assertThat(CryptoBinding.verify(right, ack, hex("3003020102"), hlak))
                    .isFalse();
            assertThat(CryptoBinding.verify(right, ack, certificate, hex(HLAK_256)))
                    .isFalse();
            assertThat(CryptoBinding.verify(right, new CallConnectAck(3, new byte[32]), certificate, hlak))
                    .isFalse();
        }
    }

    @Test
    void verify_refusesAHashThatWasNotOffered() {
        CallConnectAck both = new CallConnectAck(3, hex(NONCE_1));
        CallConnected weak = CryptoBinding.bind(CryptoBinding.Hash.SHA1, both, hex("30"), hex(HLAK_1));
        assertThat(CryptoBinding.verify(weak, new CallConnectAck(2, hex(NONCE_1)), hex("30"), hex(HLAK_1)))
                .isFalse();
    }
}
