package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

/// Two ends of ours; a keyring that is not, is in `KeyringTest` of interop.
class SecretExchangeTest {
    private final SecretExchange one = SecretExchange.begin();
    private final SecretExchange other = SecretExchange.begin();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void agreed_opensWhatTheOtherEndSealed() {
        assertThat(one.agree(other.publicKey())).isTrue();
        assertThat(other.agree(one.publicKey())).isTrue();
        for (String secret : List.of("", "x", "sixteen bytes or", "a longer one than a block of the cipher has")) {
            SecretExchange.Sealed sealed = one.seal(bytes(secret));
            assertThat(sealed.value()).isNotEqualTo(bytes(secret));
            assertThat(other.open(sealed.parameters(), sealed.value())).contains(bytes(secret));
        }
        assertThat(one.seal(bytes("x")).parameters())
                .as("each has a vector of its own")
                .isNotEqualTo(one.seal(bytes("x")).parameters());
    }

    @Test
    void rejectsWhatIsNoKey() {
        byte[] none = new byte[0];
        byte[] zero = new byte[128];
        byte[] unity = {1};
        byte[] prime = SecretExchange.PRIME.toByteArray();
        byte[] large = new byte[4096];
        Arrays.fill(large, (byte) 0x7f);
        for (byte[] wrong : List.of(none, zero, unity, prime, large)) {
            assertThat(one.agree(wrong)).isFalse();
        }
    }

    @Test
    void rejectsWhatWasSealedOtherwise() {
        assertThat(one.agree(other.publicKey())).isTrue();
        SecretExchange.Sealed sealed = one.seal(bytes("secret"));
        assertThat(one.open(new byte[3], sealed.value())).isEmpty();
        assertThat(one.open(sealed.parameters(), new byte[0])).isEmpty();
        assertThat(one.open(sealed.parameters(), new byte[17])).isEmpty();
    }

    /// SPEC [RFC 2409 §6.2].
    @Test
    void prime_isASafeOneOf1024Bits() {
        assertThat(SecretExchange.PRIME.bitLength()).isEqualTo(1024);
        assertThat(SecretExchange.PRIME.isProbablePrime(40)).isTrue();
        assertThat(SecretExchange.PRIME.subtract(BigInteger.ONE).shiftRight(1).isProbablePrime(40))
                .isTrue();
        assertThat(one.publicKey()).hasSize(128);
    }

    @Test
    void decodesBytesHoweverTheLibraryHasThem() {
        assertThat(BusValues.bytes(bytes("ab"))).contains(bytes("ab"));
        assertThat(BusValues.bytes(List.of((byte) 97, (byte) 98))).contains(bytes("ab"));
        assertThat(BusValues.bytes(new Variant<>(bytes("ab"), "ay"))).contains(bytes("ab"));
        assertThat(BusValues.bytes(List.of("a"))).isEmpty();
        assertThat(BusValues.bytes("ab")).isEmpty();
        assertThat(BusValues.members(new Object[] {1, "b"})).containsExactly(1, "b");
        assertThat(BusValues.members("b")).isEmpty();
        assertThat(BusValues.texts(List.of("a", "b"))).containsExactly("a", "b");
        assertThat(BusValues.texts(7)).isEmpty();
    }
}
