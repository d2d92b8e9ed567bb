package dev.dialtone.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Decoded;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of RFC 2759 §9.2-9.3, a vector that Python and OpenSSL worked out, and hostile packets.
class MsChapV2PasswordChangeTest {
    private static final String OLD = "clientPass";
    private static final String NEW = "Neues Geheimnis \u20ac";
    private static final byte[] CHALLENGE = hex("5B5D7C7D7B3F2F3E3C2C602132262628");
    private static final byte[] PEER = hex("21402324255E262A28295F2B3A337C7E");
    private static final RandomGenerator ZEROS = () -> 0L;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static ChapPacket.ChangePassword packet(String oldPassword, String newPassword, RandomGenerator random) {
        return MsChapV2PasswordChange.packet(
                8,
                MsChapV2.exchange(CHALLENGE, PEER, "User", secret(newPassword)),
                secret(oldPassword),
                secret(newPassword),
                random);
    }

    private static Optional<String> found(ChapPacket.ChangePassword packet, String oldPassword) {
        return MsChapV2PasswordChange.newPassword(packet, secret(oldPassword)).map(one -> one.useChars(String::new));
    }

    @Test
    void desKey_ofTheRfc_isTheHashInSevenBitsAByte() {
        // SPEC [RFC 2759 §9.3]: there with parity bits, which DES does not look at
        byte[] hash = MsChapV2.ntPasswordHash(secret("MyPw"));
        assertThat(hex(hash)).isEqualTo("fc156af7edcd6c0edde3337d427f4eac");
        byte[][] withParity = {hex("fd0b5b5e7f6e34d9"), hex("0e6e796737ea08fe")};
        for (int i = 0; i < 2; i++) {
            byte[] key = MsChapV2.desKey(hash, 7 * i);
            for (int at = 0; at < 8; at++) {
                assertThat(key[at] & 0xFE).isEqualTo(withParity[i][at] & 0xFE);
            }
        }
    }

    @Test
    void packet_isWhatOthersWorkOut() throws Exception {
        ChapPacket.ChangePassword packet = packet(OLD, NEW, ZEROS);
        assertThat(hex(MsChapV2.ntPasswordHash(secret(NEW)))).isEqualTo("c61c501ae7a6d8a9bc28574cdf156fce");
        assertThat(hex(packet.encryptedPassword()))
                .hasSize(2 * 516)
                .startsWith("92e2cbefb3f9f014280cfb88603137e0")
                .endsWith("fe71fd75801bea9b9782f3eb85d8c73ac3ecae2ca0227bdf37ec5a7f6018bc7fa145577890343a7c");
        assertThat(hex(MessageDigest.getInstance("SHA-256").digest(packet.encryptedPassword())))
                .isEqualTo("c05f3a379c2d2460087eae0bd812876236f3bb1ce84d70842c9f53a7cccd8583");
        assertThat(hex(packet.encryptedHash())).isEqualTo("3b0556cd334605411a42ada642ec668d");
    }

    @Test
    void packet_holdsTheResponseOfTheNewPassword() {
        // SPEC [RFC 2759 §9.2]: the same example, were "clientPass" the new password
        ChapPacket.ChangePassword packet = packet("older", OLD, ZEROS);
        assertThat(hex(packet.ntResponse())).isEqualTo("82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df");
        assertThat(MsChapV2.exchange(CHALLENGE, PEER, "LAB\\User", secret(OLD)).matchesChange(packet))
                .isTrue();
        assertThat(MsChapV2.exchange(CHALLENGE, PEER, "User", secret("older")).matchesChange(packet))
                .isFalse();
    }

    @Test
    void roundTripsAsAPacket() {
        ChapPacket.ChangePassword packet = packet(OLD, NEW, new Random(3));
        byte[] wire = packet.encode();
        assertThat(wire).hasSize(586).startsWith(7, 8, 0x02, 0x4A);
        Decoded<ChapPacket> decoded = ChapPacket.decode(wire);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        assertThat(((Decoded.Ok<ChapPacket>) decoded).value().encode()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", NEW, "\uD83D\uDD11"})
    void roundTripsPasswords(String password) {
        assertThat(found(packet(OLD, password, new Random(4)), OLD)).contains(password);
    }

    @Test
    void roundTripsTheLongestPassword_andRejectsOneLonger() {
        String longest = "x".repeat(256);
        assertThat(found(packet(OLD, longest, new Random(4)), OLD)).contains(longest);
        assertThat(MsChapV2PasswordChange.fits(secret(longest))).isTrue();
        assertThat(MsChapV2PasswordChange.fits(secret(longest + "x"))).isFalse();
        assertThatThrownBy(() -> packet(OLD, longest + "x", ZEROS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsAnotherOldPassword() {
        Random random = new Random(6);
        for (int run = 0; run < 200; run++) {
            assertThat(found(packet("wrong " + run, NEW, random), OLD)).isEmpty();
        }
    }

    @Test
    void rejectsADamagedPasswordOrHash() {
        ChapPacket.ChangePassword packet = packet(OLD, NEW, ZEROS);
        packet.encryptedHash()[3] ^= 1;
        assertThat(found(packet, OLD)).isEmpty();
        for (int at = 512 - 2 * NEW.length(); at < 516; at++) {
            ChapPacket.ChangePassword other = packet(OLD, NEW, ZEROS);
            other.encryptedPassword()[at] ^= 1;
            assertThat(found(other, OLD)).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void rejectsUnpairedSurrogates_thatNoPasswordHas() {
        // the clear block is zeros under the old hash's RC4 stream, so that the exclusive or of both is the stream
        byte[] block = packet(OLD, "", ZEROS).encryptedPassword();
        block[511] ^= (byte) 0xD8;
        block[512] ^= 2;
        byte[] oldHash = MsChapV2.ntPasswordHash(secret(OLD));
        byte[] newHash = Md4.digest(new byte[] {0, (byte) 0xD8});
        ChapPacket.ChangePassword packet = new ChapPacket.ChangePassword(
                1, block, MsChapV2PasswordChange.encryptHash(oldHash, newHash), PEER, new byte[24]);
        assertThat(found(packet, OLD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 585, 587, 600, 1400})
    void rejectsAnyOtherLength(int length) {
        byte[] wire = new byte[length];
        wire[0] = 7;
        wire[2] = (byte) (length >>> 8);
        wire[3] = (byte) length;
        assertThat(ChapPacket.decode(wire)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void decodesRandomBytesWithoutThrowing() {
        Random random = new Random(8);
        byte[] bytes = packet(OLD, NEW, random).encode();
        for (int run = 0; run < 2000; run++) {
            byte[] noise = Arrays.copyOf(bytes, 586 + random.nextInt(3));
            for (int i = random.nextInt(20); i >= 0; i--) {
                noise[4 + random.nextInt(530)] ^= (byte) (1 + random.nextInt(255));
            }
            if (ChapPacket.decode(noise) instanceof Decoded.Ok<ChapPacket>(ChapPacket.ChangePassword packet, int _)) {
                // damage to the padding alone goes unnoticed, and changes nothing
                found(packet, OLD).ifPresent(password -> assertThat(password).isEqualTo(NEW));
            }
        }
        byte[] noise = new byte[586];
        random.nextBytes(noise);
        noise[0] = 7;
        noise[2] = 2;
        noise[3] = 0x4A;
        assertThat(ChapPacket.decode(noise)).isInstanceOf(Decoded.Ok.class);
    }

    @Test
    void nothingSecretIsPrinted() {
        String printed = packet(OLD, NEW, ZEROS).toString();
        assertThat(printed).doesNotContain(OLD).doesNotContain("Geheimnis");
        assertThat(printed.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(300);
    }
}
