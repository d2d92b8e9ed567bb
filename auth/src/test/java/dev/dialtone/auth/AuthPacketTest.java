package dev.dialtone.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthPacketTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "01 07 000b 02 6162 03 313233, AuthenticateRequest", // user ab, password 123
        "02 07 0007 02 6f6b, AuthenticateAck",
        "03 07 0005 00, AuthenticateNak"
    })
    void pap_roundTrips(String text, String kind) {
        Decoded<PapPacket> decoded = PapPacket.decode(hex(text));
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        PapPacket packet = ((Decoded.Ok<PapPacket>) decoded).value();
        assertThat(packet.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(packet.encode()).isEqualTo(hex(text));
    }

    @ParameterizedTest
    @CsvSource({
        "01 07 0009 02 0102 6162, Challenge",
        "02 07 0009 02 0102 6162, Response",
        "03 07 0006 6f6b, Success",
        "04 07 0004, Failure"
    })
    void chap_roundTrips(String text, String kind) {
        Decoded<ChapPacket> decoded = ChapPacket.decode(hex(text));
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        ChapPacket packet = ((Decoded.Ok<ChapPacket>) decoded).value();
        assertThat(packet.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(packet.encode()).isEqualTo(hex(text));
    }

    @Test
    void pap_ackWithoutMessage_isTaken() {
        // INTEROP: four bytes and nothing else
        assertThat(PapPacket.decode(hex("02 01 0004"))).isInstanceOf(Decoded.Ok.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "01", "01 01 00", "01 01 0003", "01 01 0006 05 61", "01 01 0006 01 61", "09 01 0004"})
    void pap_rejectsWhatDoesNotFit(String text) {
        assertThat(PapPacket.decode(hex(text))).isInstanceOf(Decoded.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "01 01 0003", "01 01 0004", "01 01 0005 00", "02 01 0006 05 61", "05 01 0004"})
    void chap_rejectsWhatDoesNotFit(String text) {
        assertThat(ChapPacket.decode(hex(text))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void decodesRandomBytesWithoutThrowing() {
        Random random = new Random(11);
        int understood = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[0] = (byte) (1 + random.nextInt(4));
                bytes[2] = 0;
                bytes[3] = (byte) bytes.length;
            }
            byte[] before = bytes.clone();
            understood += PapPacket.decode(bytes) instanceof Decoded.Ok ? 1 : 0;
            understood += ChapPacket.decode(bytes) instanceof Decoded.Ok ? 1 : 0;
            assertThat(Arrays.equals(before, bytes)).isTrue();
        }
        assertThat(understood).isGreaterThan(1000);
    }

    @Test
    void papRequest_toString_hidesThePassword() {
        assertThat(new PapPacket.AuthenticateRequest(1, new byte[] {97}, new byte[] {98}).toString())
                .isEqualTo("AuthenticateRequest[1, redacted]");
    }

    @Test
    void chapMd5_isMd5OfIdentifierSecretAndChallenge() throws Exception {
        byte[] response = ChapMd5.response(1, Secret.ofChars("secret".toCharArray()), hex("0102"));
        byte[] expected = java.security.MessageDigest.getInstance("MD5").digest(hex("01 736563726574 0102"));
        assertThat(response).isEqualTo(expected);
        assertThat(ChapMd5.verify(1, Secret.ofChars("secret".toCharArray()), hex("0102"), response))
                .isTrue();
        assertThat(ChapMd5.verify(2, Secret.ofChars("secret".toCharArray()), hex("0102"), response))
                .isFalse();
    }
}
