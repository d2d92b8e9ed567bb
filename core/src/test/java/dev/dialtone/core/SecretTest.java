package dev.dialtone.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void wipesWhatItWasMadeOfAndWhatItLent() {
        char[] given = "pä$$".toCharArray();
        try (Secret secret = Secret.ofChars(given)) {
            assertThat(given).containsOnly('\0');
            byte[][] kept = new byte[1][];
            int length = secret.useUtf8(bytes -> {
                kept[0] = bytes;
                assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("pä$$");
                return bytes.length;
            });
            assertThat(length).isEqualTo(5);
            assertThat(kept[0]).containsOnly(0);
            assertThat(secret).hasToString("Secret[redacted]");
        }
    }

    @Test
    void closed_isOfNoMoreUse_butACopyIs() {
        Secret secret = Secret.ofUtf8("x".getBytes(StandardCharsets.UTF_8));
        try (Secret copy = secret.copy()) {
            secret.close();
            assertThat(copy.isEmpty()).isFalse();
            assertThatThrownBy(secret::isEmpty).isInstanceOf(IllegalStateException.class);
        }
    }
}
