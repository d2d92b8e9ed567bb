package dev.dialtone.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The examples of RFC 2759 §9.2 and RFC 3079 §3.5.3.
class MsChapV2Test {
    private static final byte[] AUTHENTICATOR = hex("5B5D7C7D7B3F2F3E3C2C602132262628");
    private static final byte[] PEER = hex("21402324255E262A28295F2B3A337C7E");
    private static final String NT_RESPONSE = "82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF";
    private static final String PROOF = "407A5589115FD0D6209F510FE9C04566932CDA56";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static Secret password() {
        return Secret.ofChars("clientPass".toCharArray());
    }

    private static MsChapV2Exchange exchange() {
        return MsChapV2.exchange(AUTHENTICATOR, PEER, "User", password());
    }

    @Test
    void computesTheRfcsIntermediateValues() {
        assertThat(hex(MsChapV2.challengeHash(PEER, AUTHENTICATOR, "User"))).isEqualTo("D02E4386BCE91226");
        assertThat(hex(MsChapV2.ntPasswordHash(password()))).isEqualTo("44EBBA8D5312B8D611474411F56989AE");
        assertThat(hex(Md4.digest(MsChapV2.ntPasswordHash(password())))).isEqualTo("41C00C584BD2D91C4017A2A12FA59F3F");
    }

    @Test
    void responseValue_holdsPeerChallengeEightZerosResponseAndFlags() {
        assertThat(hex(exchange().responseValue())).isEqualTo(hex(PEER) + "0000000000000000" + NT_RESPONSE + "00");
    }

    @Test
    void responseValue_domainInFront_isTheSame() {
        MsChapV2Exchange domain = MsChapV2.exchange(AUTHENTICATOR, PEER, "LAB\\User", password());
        assertThat(domain.responseValue()).isEqualTo(exchange().responseValue());
    }

    @Test
    void server_checksTheResponseAndProvesItself() {
        byte[] value = exchange().responseValue();
        assertThat(MsChapV2Exchange.peerChallengeOf(value)).isEqualTo(PEER);
        assertThat(exchange().matchesResponse(value)).isTrue();
        value[30] ^= 1;
        assertThat(exchange().matchesResponse(value)).isFalse();
        assertThat(exchange().matchesResponse(new byte[3])).isFalse();
        assertThat(new String(exchange().successMessage("hello"), StandardCharsets.UTF_8))
                .isEqualTo("S=" + PROOF + " M=hello");
    }

    @Test
    void client_takesTheProofInEitherCaseWithOrWithoutWords() {
        assertThat(matches("S=" + PROOF)).isTrue();
        assertThat(matches("S=" + PROOF.toLowerCase(java.util.Locale.ROOT))).isTrue();
        assertThat(matches("S=" + PROOF + " M=" + "welcome ".repeat(400))).isTrue();
    }

    @Test
    void client_refusesAnyOtherProof() {
        for (int i = 0; i < PROOF.length(); i++) {
            char other = PROOF.charAt(i) == '7' ? '8' : '7';
            assertThat(matches("S=" + PROOF.substring(0, i) + other + PROOF.substring(i + 1)))
                    .isFalse();
            assertThat(matches("S=" + PROOF.substring(0, i) + "x" + PROOF.substring(i + 1)))
                    .isFalse();
        }
        assertThat(matches("")).isFalse();
        assertThat(matches("S=")).isFalse();
        assertThat(matches("S=" + PROOF.substring(1))).isFalse();
        assertThat(matches("M=hello S=" + PROOF)).isFalse();
    }

    private static boolean matches(String message) {
        return exchange().matchesSuccess(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keys_areTheRfcsAndMirrored() {
        // SPEC [RFC 3079 §3.5.3]: MasterKey FDECE371..., SendStartKey128 of the server
        MppeKeys server = exchange().serverKeys();
        MppeKeys client = exchange().clientKeys();
        assertThat(hex(MppeKeys.masterKey(hex("41C00C584BD2D91C4017A2A12FA59F3F"), hex(NT_RESPONSE))))
                .isEqualTo("FDECE3717A8C838CB388E527AE3CDD31");
        assertThat(hex(server.sendKey())).isEqualTo("8B7CDC149B993A1BA118CB153F56DCCB");
        assertThat(client.receiveKey()).isEqualTo(server.sendKey());
        assertThat(client.sendKey()).isEqualTo(server.receiveKey()).isNotEqualTo(client.receiveKey());
    }

    @Test
    void ntPasswordHash_takesSurrogatesAsTwoUnits() {
        // U+1F511 is D83D DD11 in UTF-16
        byte[] unicode = hex("3DD811DD");
        assertThat(MsChapV2.ntPasswordHash(Secret.ofUtf8("\uD83D\uDD11".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Md4.digest(unicode));
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(exchange().toString() + exchange().clientKeys())
                .isEqualTo("MsChapV2Exchange[redacted]MppeKeys[redacted]");
    }
}
