package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedCredentialsTest {
    @TempDir
    Path folder;

    private FileCredentialStore files;
    private FileCredentialStore target;

    /// Another store, which may be out of reach.
    private final class Reachable implements CredentialStore {
        boolean away;

        private void reach() {
            if (away) {
                throw RasException.of(RasError.CANNOT_OPEN_PHONEBOOK, "away");
            }
        }

        @Override
        public StoredSignIn read(String entry) {
            reach();
            return target.read(entry);
        }

        @Override
        public void write(String entry, StoredSignIn signIn) {
            reach();
            target.write(entry, signIn);
        }

        @Override
        public void clear(String entry) {
            reach();
            target.clear(entry);
        }

        @Override
        public String keeper(String entry) {
            return "other";
        }
    }

    @BeforeEach
    void begin() {
        files = new FileCredentialStore(folder.resolve("credentials.d"));
        target = new FileCredentialStore(folder.resolve("target"));
        for (Map.Entry<String, String> one :
                Map.of("office", "first", "of fice", "second").entrySet()) {
            files.set(one.getKey(), "ann", "", Secret.ofChars(one.getValue().toCharArray()));
        }
    }

    private static String text(Optional<Secret> stored) {
        try (Secret secret = stored.orElseThrow()) {
            return secret.useChars(String::new);
        }
    }

    @Test
    void stored_isInTheOtherStoreAndNoFileIsLeft() throws IOException {
        CredentialStore store = CarriedCredentials.into(new Reachable(), files);
        assertThat(text(target.password("office"))).isEqualTo("first");
        assertThat(text(store.password("of fice"))).isEqualTo("second");
        assertThat(store.info("office").store()).isEqualTo("other");
        assertThat(files.entries()).isEmpty();
        try (var left = Files.list(folder.resolve("credentials.d"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void storeOutOfReach_nothingIsLostAndItIsCarriedLater() {
        Reachable other = new Reachable();
        other.away = true;
        CredentialStore store = CarriedCredentials.into(other, files);
        assertThat(text(store.password("office"))).isEqualTo("first");
        assertThat(store.info("office").store()).isEqualTo("files");
        assertThat(files.entries()).containsExactly("of fice", "office");
        other.away = false;
        assertThat(text(store.password("office"))).isEqualTo("first");
        assertThat(text(target.password("office"))).isEqualTo("first");
        assertThat(files.entries()).containsExactly("of fice");
        store.clear("of fice");
        assertThat(files.entries()).isEmpty();
        assertThat(store.info("of fice").passwordStored()).isFalse();
    }

    @Test
    void damagedFile_staysAndKeepsNoOtherFromBeingCarried() throws IOException {
        Files.writeString(folder.resolve("credentials.d").resolve("a"), "hunter2");
        CredentialStore store = CarriedCredentials.into(new Reachable(), files);
        assertThat(text(target.password("office"))).isEqualTo("first");
        assertThat(files.entries()).containsExactly("a");
        store.set("a", "ann", "", Secret.ofChars("anew".toCharArray()));
        assertThat(text(store.password("a"))).isEqualTo("anew");
        assertThat(files.entries()).isEmpty();
    }

    /// It was chosen again after a time with files.
    @Test
    void fileBesideAStoredOne_isTheNewer() {
        target.set("office", "old", "", Secret.ofChars("old".toCharArray()));
        CredentialStore store = CarriedCredentials.into(new Reachable(), files);
        assertThat(store.info("office").user()).isEqualTo("ann");
        assertThat(text(store.password("office"))).isEqualTo("first");
    }
}
