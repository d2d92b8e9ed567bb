package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenCredentialsTest {
    @TempDir
    Path folder;

    private FileCredentialStore files;
    private GivenCredentials store;

    @BeforeEach
    void open() {
        files = new FileCredentialStore(folder.resolve("credentials.d"));
        store = new GivenCredentials(folder, files);
    }

    private void give(String name, String content) throws IOException {
        Files.writeString(folder.resolve("dialtone." + name), content);
    }

    private static String text(Optional<Secret> stored) {
        try (Secret secret = stored.orElseThrow()) {
            return secret.useChars(String::new);
        }
    }

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    @Test
    void given_goesBeforeWhatIsStored() throws IOException {
        store.set("office", "bob", "CORP", secret("stored"));
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "bob", "CORP", true, false, "files"));
        give("office.password", "given pass\n");
        assertThat(store.info("office"))
                .as("a password is not for the user of another")
                .isEqualTo(new CredentialsInfo("office", "", "", true, false, "systemd"));
        assertThat(text(store.password("office"))).isEqualTo("given pass");
        give("office.user", "ann\r\n");
        give("office.domain", "HQ");
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "ann", "HQ", true, false, "systemd"));
        assertThat(text(files.password("office"))).isEqualTo("stored");
    }

    @Test
    void givenForTheProxyAlone_leavesTheSignIn() throws IOException {
        store.set("office", "bob", "", secret("stored"));
        give("office.proxy-password", "proxys\n");
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "bob", "", true, true, "systemd"));
        assertThat(text(store.password("office"))).isEqualTo("stored");
        assertThat(text(store.proxyPassword("office"))).isEqualTo("proxys");
        store.set("office", "ann", "", secret("changed"));
        assertThat(text(files.password("office"))).isEqualTo("changed");
        assertThat(files.proxyPassword("office"))
                .as("what is given is not stored too")
                .isEmpty();
        assertThatThrownBy(() -> store.setProxyPassword("office", secret("other")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK));
    }

    @Test
    void given_cannotBeChangedHere() throws IOException {
        give("my%20office.password", "given");
        assertThatThrownBy(() -> store.set("my office", "ann", "", secret("other")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK))
                .hasMessageContaining("dialtone.my%20office.password");
        store.setProxyPassword("my office", secret("proxys"));
        assertThat(text(store.proxyPassword("my office"))).isEqualTo("proxys");
        assertThat(files.password("my office")).isEmpty();
        store.clear("my office");
        assertThat(store.proxyPassword("my office")).isEmpty();
        assertThat(text(store.password("my office"))).isEqualTo("given");
    }

    @Test
    void given_isNotCopiedToAnotherName() throws IOException {
        give("office.password", "given");
        assertThatThrownBy(() -> store.copy("office", "work")).isInstanceOf(RasException.class);
        assertThat(files.password("work")).isEmpty();
        give("work.password", "given too");
        store.copy("office", "work");
        assertThat(files.password("work")).isEmpty();
        assertThat(text(store.password("work"))).isEqualTo("given too");
    }

    @Test
    void whatIsNoName_isNamedByItsFile_E4() throws IOException {
        give("office.user", "a\u0001b");
        give("office.password", "hunter2");
        assertThatThrownBy(() -> store.read("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("dialtone.office.user")
                .hasMessageNotContaining("hunter");
        give("large.password", "x".repeat(20_000));
        assertThatThrownBy(() -> store.read("large"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("dialtone.large.password");
    }
}
