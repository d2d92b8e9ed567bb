package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsChoiceTest {
    @TempDir
    Path config;

    private CredentialStore open(SecretsChoice.Kind kind, Map<String, String> environment) {
        return SecretsChoice.of(kind, null, environment).open(config);
    }

    private CredentialStore open(SecretsChoice.Kind kind) {
        return open(kind, Map.of());
    }

    private static void set(CredentialStore store, String entry) {
        try (Secret password = Secret.ofChars(("of " + entry).toCharArray())) {
            store.set(entry, "ann", "", password);
        }
    }

    private static String password(CredentialStore store, String entry) {
        try (Secret password = store.password(entry).orElseThrow()) {
            return password.useChars(String::new);
        }
    }

    @Test
    void usual_isFilesUntilThereIsAKeystore() {
        set(open(SecretsChoice.Kind.USUAL), "office");
        assertThat(config.resolve("credentials.d/office")).exists();
        assertThat(config.resolve("secrets.key")).doesNotExist();

        CredentialStore keystore = open(SecretsChoice.Kind.KEYSTORE);
        assertThat(password(keystore, "office")).isEqualTo("of office");
        assertThat(config.resolve("credentials.d/office")).as("carried over").doesNotExist();

        CredentialStore usual = open(SecretsChoice.Kind.USUAL);
        assertThat(usual.keeper("office")).isEqualTo("keystore");
        assertThat(password(usual, "office")).isEqualTo("of office");
        assertThat(open(SecretsChoice.Kind.FILES).info("office").passwordStored())
                .as("nothing is taken out of the keystore")
                .isFalse();
        assertThat(password(open(SecretsChoice.Kind.USUAL), "office")).isEqualTo("of office");
    }

    @Test
    void environment_saysWhatSystemdGivesAndWhereTheBusIs() throws Exception {
        Path given = Files.createDirectory(config.resolve("given"));
        Files.writeString(given.resolve("dialtone.office.password"), "of systemd\n");
        CredentialStore store = open(SecretsChoice.Kind.PROMPT, Map.of("CREDENTIALS_DIRECTORY", given.toString()));
        assertThat(password(store, "office")).isEqualTo("of systemd");
        assertThat(store.keeper("office")).isEqualTo("systemd");
        assertThat(store.keeper("home")).isEqualTo("prompt");

        assertThat(SecretsChoice.of(SecretsChoice.Kind.SECRET_SERVICE, null, Map.of("XDG_RUNTIME_DIR", "/run/user/7"))
                        .bus())
                .isEqualTo("unix:path=/run/user/7/bus");
        assertThat(SecretsChoice.of(
                                SecretsChoice.Kind.SECRET_SERVICE,
                                null,
                                Map.of("XDG_RUNTIME_DIR", "/run/user/7", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x"))
                        .bus())
                .isEqualTo("unix:path=/x");
    }

    @Test
    void secretServiceThatIsNotThere_isSaidWhenItIsAskedAndLosesNothing() {
        set(open(SecretsChoice.Kind.FILES), "office");
        CredentialStore store = open(SecretsChoice.Kind.SECRET_SERVICE);
        assertThat(password(store, "office")).isEqualTo("of office");
        assertThatThrownBy(() -> store.read("home"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_OPEN_PHONEBOOK))
                .hasMessageContaining("session bus");
    }

    @Test
    void words_areThoseOfTheCommandLine() {
        assertThat(SecretsChoice.Kind.of("secret-service")).isEqualTo(SecretsChoice.Kind.SECRET_SERVICE);
        assertThatThrownBy(() -> SecretsChoice.Kind.of("vault"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usual, files, keystore, secret-service, prompt");
    }
}
