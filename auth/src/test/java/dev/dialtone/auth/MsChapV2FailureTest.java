package dev.dialtone.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MsChapV2FailureTest {
    private static MsChapV2Failure parse(String text) {
        return MsChapV2Failure.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void decodesTheWholeMessage() {
        MsChapV2Failure failure = parse("E=648 R=1 C=000102030405060708090a0B0C0D0E0F V=3 M=Password expired E=1");
        assertThat(failure.error()).isEqualTo(648);
        assertThat(failure.retry()).isTrue();
        assertThat(failure.challenge()).hasSize(16).startsWith(0, 1, 2).endsWith(14, 15);
        assertThat(failure.version()).isEqualTo(3);
        assertThat(failure.message()).isEqualTo("Password expired E=1");
        assertThat(failure.code()).isEqualTo("E=648");
    }

    @Test
    void decodesWhatIsThere() {
        assertThat(parse("E=691 R=0 V=3").error()).isEqualTo(691);
        assertThat(parse("E=691 R=0 V=3").challenge()).isNull();
        assertThat(parse("E=691").message()).isEmpty();
        assertThat(parse("M=no").message()).isEqualTo("no");
        assertThat(parse("M=no").error()).isEqualTo(-1);
        assertThat(parse("go away").text()).isEqualTo("go away");
        assertThat(parse("").error()).isEqualTo(-1);
        assertThat(parse("E= R=x C=zz V=99999999999999").code()).isEqualTo("E=?");
    }

    @Test
    void roundTripsWhatItFormats() {
        byte[] text = MsChapV2Failure.format(649, true, new byte[16], "no right");
        assertThat(new String(text, StandardCharsets.UTF_8))
                .isEqualTo("E=649 R=1 C=" + "0".repeat(32) + " V=3 M=no right");
        assertThat(MsChapV2Failure.parse(text).error()).isEqualTo(649);
    }

    @Test
    void cutsLongTexts() {
        assertThat(parse("E=691 R=0 M=" + "x".repeat(100_000)).message()).hasSize(MsChapV2Failure.MAX_BYTES - 12);
    }

    @Test
    void decodesRandomBytesWithoutThrowing() {
        Random random = new Random(7);
        String alphabet = "ERCVM= 0123456789abcF\\x";
        for (int run = 0; run < 5000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(parse(text.toString()).text()).isEqualTo(text.toString());
        }
    }
}
