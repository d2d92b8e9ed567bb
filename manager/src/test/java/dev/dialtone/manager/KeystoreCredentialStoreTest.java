package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreCredentialStoreTest {
    @TempDir
    Path directory;

    private KeystoreCredentialStore open() {
        return KeystoreCredentialStore.open(directory.resolve("secrets.p12"), key());
    }

    private KeystoreKey key() {
        return new KeystoreKey(directory.resolve("secrets.key"));
    }

    private static void set(CredentialStore store, String entry, String user, String password) {
        try (Secret secret = Secret.ofChars(password.toCharArray())) {
            store.set(entry, user, "CORP", secret);
        }
    }

    private static String password(CredentialStore store, String entry) {
        try (Secret secret = store.password(entry).orElseThrow()) {
            return secret.useChars(String::new);
        }
    }

    @Test
    void set_isFoundByTheNextManager_andNothingIsReadableOnTheDisk() throws IOException {
        CredentialStore store = open();
        assertThat(store.info("office").passwordStored()).isFalse();
        set(store, "office", "a-user", "hunter2-hunter2");
        try (Secret proxys = Secret.ofChars("proxy-hunter3".toCharArray())) {
            store.setProxyPassword("office", proxys);
        }
        CredentialStore next = open();
        assertThat(next.info("office").user()).isEqualTo("a-user");
        assertThat(next.info("office").store()).isEqualTo("keystore");
        assertThat(password(next, "office")).isEqualTo("hunter2-hunter2");
        try (Secret proxys = next.proxyPassword("office").orElseThrow()) {
            assertThat(proxys.<String>useChars(String::new)).isEqualTo("proxy-hunter3");
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", file).doesNotContain("hunter", "a-user", "CORP");
            }
        }
        assertThat(permissions("secrets.p12")).isEqualTo("rw-------");
        assertThat(permissions("secrets.key")).isEqualTo("r--------");
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    @Test
    void clearOfNothing_writesNothing() throws IOException {
        CredentialStore store = open();
        set(store, "office", "ann", "secret");
        Object before = Files.readAttributes(directory.resolve("secrets.p12"), "unix:ino");
        store.clear("work");
        assertThat(Files.readAttributes(directory.resolve("secrets.p12"), "unix:ino"))
                .isEqualTo(before);
        store.clear("office");
        assertThat(store.info("office").passwordStored()).isFalse();
    }

    /// Aliases of keystores are lower case; names of entries are not.
    @Test
    void namesThatDifferInCaseOnly_areTwo() {
        CredentialStore store = open();
        List<String> names = List.of("office", "Office", "OFFICE", "%4fffice", "Öffice", "öffice", "of fice");
        names.forEach(name -> set(store, name, name, "of " + name));
        names.forEach(name -> assertThat(password(store, name)).isEqualTo("of " + name));
        store.clear("Office");
        assertThat(store.info("Office").passwordStored()).isFalse();
        assertThat(password(store, "office")).isEqualTo("of office");
        assertThat(KeystoreCredentialStore.alias("Of/é")).isEqualTo("%4ff%2f%c3%a9");
    }

    @Test
    void copied_isThereUnderBothNames() {
        CredentialStore store = open();
        set(store, "office", "ann", "secret");
        store.copy("office", "work");
        store.clear("office");
        assertThat(password(store, "work")).isEqualTo("secret");
        store.copy("nothing", "work");
        assertThat(store.info("work").passwordStored()).isFalse();
    }

    @Test
    void withoutItsKey_isNotReplacedButRefused_E4() throws IOException {
        set(open(), "office", "ann", "secret");
        Path key = directory.resolve("secrets.key");
        byte[] before = Files.readAllBytes(directory.resolve("secrets.p12"));
        Files.move(key, directory.resolve("elsewhere"));
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_OPEN_PHONEBOOK))
                .hasMessageContaining(key.toString());
        key().create();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CORRUPT_PHONEBOOK))
                .hasMessageContaining("secrets.p12");
        assertThat(Files.readAllBytes(directory.resolve("secrets.p12"))).isEqualTo(before);
        Files.delete(key);
        Files.move(directory.resolve("elsewhere"), key);
        assertThat(password(open(), "office")).isEqualTo("secret");
    }

    @Test
    void keyThatOthersCanRead_isRefused() throws IOException {
        CredentialStore store = open();
        set(store, "office", "ann", "secret");
        Path key = directory.resolve("secrets.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(() -> store.read("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("can be read by others");
        assertThatThrownBy(() -> set(store, "office", "bob", "other")).isInstanceOf(RasException.class);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        assertThat(password(store, "office")).isEqualTo("secret");
    }

    @Test
    void keystoreThatWasTamperedWith_isRefused_E4() throws IOException {
        CredentialStore store = open();
        set(store, "office", "ann", "secret");
        Path file = directory.resolve("secrets.p12");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> store.read("office"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CORRUPT_PHONEBOOK))
                .hasMessageContaining("secrets.p12");
        assertThatThrownBy(() -> set(store, "office", "ann", "other"))
                .as("what is there is not written over")
                .isInstanceOf(RasException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
}
