package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredSignInTest {
    private static @Nullable Secret secret(@Nullable String text) {
        return text == null ? null : Secret.ofChars(text.toCharArray());
    }

    private static void roundTrips(
            String user, String domain, @Nullable String password, @Nullable String proxys, @Nullable String key) {
        try (StoredSignIn written = new StoredSignIn(user, domain, secret(password), secret(proxys), secret(key));
                StoredSignIn read = StoredSignIn.decode(written.encode()).orElseThrow()) {
            assertThat(read.isSameSignIn(written)).isTrue();
            assertThat(StoredSignIn.isSame(read.proxyPassword(), written.proxyPassword()))
                    .isTrue();
            assertThat(StoredSignIn.isSame(read.clientKey(), written.clientKey()))
                    .isTrue();
        }
    }

    @Test
    void roundTripsWhateverIsInIt() {
        roundTrips("", "", null, null, null);
        roundTrips("ann", "", "p", "x\n", "k\n\0");
        roundTrips("ann", "", null, null, "");
        roundTrips("ann", "CORP", "se\ncret", null, null);
        roundTrips("änn\"\\", "", "", "", "key");
        roundTrips("ann", "", null, "pro\nxy", null);
        roundTrips("ann", "", "{\"user\":1}\n", "\n", "\n");
    }

    @Test
    void closed_itsSecretsAreWiped() {
        Secret password = Secret.ofChars("secret".toCharArray());
        new StoredSignIn("ann", "", password, null, null).close();
        assertThat(password.toString()).doesNotContain("secret");
        assertThatThrownBy(password::copy).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectsWhatIsNone() {
        for (String none : new String[] {
            "",
            "\n",
            "hunter2",
            "hunter2\n",
            "{\"user\":\"ann\",\"domain\":\"\"}",
            "{}\n",
            "{\"user\":\"ann\"}\nx",
            "{\"user\":\"ann\",\"domain\":\"\",\"proxyPasswordBytes\":2}\nx",
            "{\"user\":\"ann\",\"domain\":\"\",\"proxyPasswordBytes\":2,\"clientKeyBytes\":2}\nxyz",
            "[]\n"
        }) {
            assertThat(StoredSignIn.decode(none.getBytes(StandardCharsets.UTF_8)))
                    .as(none)
                    .isEmpty();
        }
        byte[] large = new byte[StoredSignIn.MAX_BYTES + 1];
        Arrays.fill(large, (byte) 'x');
        assertThat(StoredSignIn.decode(large)).isEmpty();
    }

    @Test
    void anotherUserOrPassword_isAnotherSignIn() {
        StoredSignIn ann = new StoredSignIn("ann", "", secret("one"), null, null);
        assertThat(ann.isSameSignIn(new StoredSignIn("ann", "", secret("one"), secret("proxy"), null)))
                .isTrue();
        assertThat(ann.isSameSignIn(new StoredSignIn("bob", "", secret("one"), null, null)))
                .isFalse();
        assertThat(ann.isSameSignIn(new StoredSignIn("ann", "CORP", secret("one"), null, null)))
                .isFalse();
        assertThat(ann.isSameSignIn(new StoredSignIn("ann", "", secret("two"), null, null)))
                .isFalse();
        assertThat(ann.isSameSignIn(new StoredSignIn("ann", "", null, null, null)))
                .isFalse();
    }
}
