package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecretStoreTest {
    private static final long NOW = Long.MAX_VALUE - 5;
    private final SecretStore store = new SecretStore();

    private static Secret secret() {
        return Secret.ofUtf8(new byte[] {'p', 'w'});
    }

    private void assertUnknown(String reference, int uid, long now) {
        assertThatThrownBy(() -> store.take(reference, uid, now)).hasMessageContaining("secret: ");
    }

    private static void assertWiped(Secret secret) {
        assertThatThrownBy(secret::isEmpty).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void taken_isGoneFromTheStore() {
        Secret secret = secret();
        String reference = store.put(7, false, secret, NOW);
        assertThat(store.take(reference, 7, NOW)).isSameAs(secret);
        assertUnknown(reference, 7, NOW);
        assertThat(store.size()).isZero();
    }

    @Test
    void ofAnotherUser_isUnknownAndStays() {
        Secret secret = secret();
        String reference = store.put(7, false, secret, NOW);
        assertUnknown(reference, 8, NOW);
        assertThat(store.take(reference, 7, NOW)).isSameAs(secret);
    }

    @Test
    void tooOld_isWiped() {
        Secret secret = secret();
        String reference = store.put(7, false, secret, NOW);
        store.expire(NOW + Duration.ofMillis(59_999).toNanos());
        assertThat(store.size()).isOne();
        assertUnknown(reference, 7, NOW + Duration.ofSeconds(60).toNanos());
        assertWiped(secret);
    }

    /// What was taken or has expired makes room again.
    @Test
    void atTheLimit_takenAndExpired_makeRoom() {
        String first = store.put(7, false, secret(), NOW);
        for (int i = 1; i < SecretStore.MOST_OF_ONE_USER; i++) {
            store.put(7, false, secret(), NOW);
        }
        store.take(first, 7, NOW).close();
        store.put(7, false, secret(), NOW);
        assertThatThrownBy(() -> store.put(7, false, secret(), NOW)).hasMessageContaining("waiting");
        long later = NOW + SecretStore.LIFE.toNanos();
        for (int i = 0; i < SecretStore.MOST_OF_ONE_USER; i++) {
            store.put(7, false, secret(), later);
        }
        assertThat(store.size()).isEqualTo(SecretStore.MOST_OF_ONE_USER);
    }

    @Test
    void privileged_mayDialHundredsAtOnce_andHaveALimitToo() {
        for (int i = 0; i < SecretStore.MOST_OF_PRIVILEGED; i++) {
            store.put(0, true, secret(), NOW);
        }
        assertThat(store.size()).isGreaterThanOrEqualTo(500);
        Secret more = secret();
        assertThatThrownBy(() -> store.put(0, true, more, NOW)).hasMessageContaining("waiting");
        assertWiped(more);
    }

    @Test
    void tooManyOfOneUser_areRefusedAndWiped() {
        for (int i = 0; i < SecretStore.MOST_OF_ONE_USER; i++) {
            store.put(7, false, secret(), NOW);
        }
        Secret more = secret();
        assertThatThrownBy(() -> store.put(7, false, more, NOW)).hasMessageContaining("waiting");
        assertWiped(more);
        assertThat(store.put(8, false, secret(), NOW)).startsWith("s-");
    }

    @Test
    void cleared_wipesAll() {
        Secret secret = secret();
        String reference = store.put(7, false, secret, NOW);
        store.clear();
        assertUnknown(reference, 7, NOW);
        assertWiped(secret);
    }
}
