package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTest {
    @TempDir
    Path directory;

    private static String text(Optional<Secret> stored) {
        try (Secret secret = stored.orElseThrow()) {
            return secret.useChars(String::new);
        }
    }

    @Test
    void proxyPassword_isKeptBesideTheOther() {
        FileCredentialStore store = new FileCredentialStore(directory);
        store.setProxyPassword("office", Secret.ofChars("pro\nxy".toCharArray()));
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "", "", false, true, "files"));
        assertThat(store.password("office")).isEmpty();

        store.set("office", "ann", "CORP", Secret.ofChars("own\n".toCharArray()));
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "ann", "CORP", true, true, "files"));
        assertThat(text(store.password("office"))).isEqualTo("own\n");
        assertThat(text(store.proxyPassword("office"))).isEqualTo("pro\nxy");

        store.setProxyPassword("office", Secret.ofChars(new char[0]));
        assertThat(text(store.password("office"))).isEqualTo("own\n");
        assertThat(text(store.proxyPassword("office"))).isEmpty();
        store.set("office", "bob", "", null);
        assertThat(text(store.password("office"))).isEqualTo("own\n");
        store.clear("office");
        assertThat(store.proxyPassword("office")).isEmpty();
    }

    /// As they were before there were proxies.
    @Test
    void fileWithoutAProxyPassword_isRead() throws IOException {
        Files.writeString(
                directory.resolve("office"), "{\"user\":\"ann\",\"domain\":\"\",\"password\":true}\nse\ncret");
        FileCredentialStore store = new FileCredentialStore(directory);
        assertThat(text(store.password("office"))).isEqualTo("se\ncret");
        assertThat(store.proxyPassword("office")).isEmpty();
    }

    @Test
    void proxyPasswordThatIsNotThere_isNamedWithoutAWordOfIt_E4() throws IOException {
        Files.writeString(
                directory.resolve("office"),
                "{\"user\":\"ann\",\"domain\":\"\",\"password\":true,\"proxyPasswordBytes\":8}\nhunter2");
        assertThatThrownBy(() -> new FileCredentialStore(directory).proxyPassword("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("office")
                .hasMessageNotContaining("hunter");
    }

    /// Found by fuzzing: the error quoted what it could not read, which may be the password.
    @Test
    void damagedFile_isNamedWithoutAWordOfIt_E4() throws IOException {
        Files.writeString(directory.resolve("office"), "hunter2");
        assertThatThrownBy(() -> new FileCredentialStore(directory).info("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("office")
                .hasMessageNotContaining("hunter");
    }
}
