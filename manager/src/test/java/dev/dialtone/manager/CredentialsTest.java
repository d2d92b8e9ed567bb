package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Entry OFFICE = Entry.of("office");

    @TempDir
    Path folder;

    private FileCredentialStore store;
    private Credentials credentials;

    @BeforeEach
    void begin() {
        store = new FileCredentialStore(folder.resolve("credentials.d"));
        credentials = new Credentials(store);
    }

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static Secret placeholder() {
        return secret(CredentialsInfo.PLACEHOLDER);
    }

    private String password(String entry) {
        try (Secret stored = store.password(entry).orElseThrow()) {
            return stored.useChars(String::new);
        }
    }

    @Test
    void placeholder_leavesTheStoredOne() {
        credentials.set(OFFICE, "ann", "", secret("right"));
        credentials.set(OFFICE, "ann", "CORP", placeholder());
        assertThat(password("office")).isEqualTo("right");
        assertThat(store.info("office").domain()).isEqualTo("CORP");
        credentials.setProxyPassword("office", secret("proxys"));
        credentials.setProxyPassword("office", placeholder());
        try (Secret proxys = store.proxyPassword("office").orElseThrow()) {
            assertThat(proxys.<String>useChars(String::new)).isEqualTo("proxys");
        }
    }

    @Test
    void placeholderOfNothing_isRefused_E4() {
        assertThatThrownBy(() -> credentials.set(OFFICE, "ann", "", placeholder()))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_PARAMETER))
                .hasMessageStartingWith("password");
        assertThatThrownBy(() -> credentials.setProxyPassword("office", placeholder()))
                .isInstanceOf(RasException.class);
        assertThat(store.holds("office")).isFalse();
    }

    /// Whoever writes by hand what keeps sign-ins may copy what stands for one.
    @Test
    void placeholderThatIsStored_isNeverUsed() {
        store.set("office", "ann", "", placeholder());
        store.setProxyPassword("office", placeholder());
        try (Credentials.Found found = credentials.find(OFFICE)) {
            assertThat(found.orThrow().user()).isEqualTo("ann");
            assertThat(found.orThrow().password()).isNull();
            assertThat(found.orThrow().proxyPassword()).isNull();
        }
    }

    @Test
    void placeholderOfAPin_leavesTheStoredOne() {
        Entry token = OFFICE.with(EntryOption.CLIENT_TOKEN, "pkcs11:?module-path=/usr/lib/x.so");
        assertThatThrownBy(() -> credentials.setClientKey(token, placeholder()))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("none is stored");
        credentials.setClientKey(token, secret("123456"));
        credentials.setClientKey(token, placeholder());
        try (StoredSignIn stored = store.read("office")) {
            assertThat(Objects.requireNonNull(stored.clientKey()).<String>useChars(String::new))
                    .isEqualTo("123456");
        }
    }

    @Test
    void leftByAnEntryThatWasRemovedByHand_isForgottenForANewOne() throws Exception {
        credentials.set(OFFICE, "ann", "", secret("old"));
        assertThat(credentials.holds("office")).isTrue();
        credentials.forgetLeftOver("office");
        assertThat(credentials.holds("office")).isFalse();
        // what keeps sign-ins is away: a directory where the file should be
        Files.createDirectories(
                folder.resolve("credentials.d").resolve("office").resolve("x"));
        credentials.forgetLeftOver("office");
    }

    @Test
    void oneTimeCode_isNeitherStoredNorUsed() {
        credentials.set(OFFICE, "ann", "", secret("right"));
        Entry once = OFFICE.with(EntryOption.ONE_TIME, "true");
        assertThatThrownBy(() -> credentials.set(once, "ann", "", secret("123456")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_PARAMETER))
                .hasMessageContaining("one-time")
                .hasMessageNotContaining("123456");
        try (Credentials.Found found = credentials.find(once)) {
            assertThat(found.orThrow().password()).isNull();
            assertThat(found.orThrow().user()).isEqualTo("ann");
        }
        assertThat(credentials.info(once).passwordStored()).isFalse();
        credentials.set(once, "bob", "", null);
        credentials.forgetPassword("office");
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "bob", "", false, false, "files"));
    }

    @Test
    void renamed_goesWithItsEntry() {
        credentials.set(OFFICE, "ann", "", secret("right"));
        credentials.rename("office", "work", () -> assertThat(password("work")).isEqualTo("right"));
        assertThat(password("work")).isEqualTo("right");
        assertThat(store.holds("office")).isFalse();
    }

    @Test
    void renameThatFails_leavesAllAsItWas_E4() {
        credentials.set(OFFICE, "ann", "", secret("right"));
        assertThatThrownBy(() -> credentials.rename("office", "work", () -> {
                    throw RasException.of(RasError.CANNOT_WRITE_PHONEBOOK, "no room");
                }))
                .hasMessage("no room");
        assertThat(password("office")).isEqualTo("right");
        assertThat(store.holds("work")).isFalse();
    }

    /// What an entry of that name left behind is not this one's.
    @Test
    void renamedWithoutASignIn_takesNoOthers() {
        store.set("work", "eve", "", secret("old"));
        credentials.rename("office", "work", () -> {});
        assertThat(store.holds("work")).isFalse();
    }

    @Test
    void changedAtTheServer_isStoredForThatUserOnly() {
        credentials.set(OFFICE, "ann", "CORP", secret("old"));
        credentials.changed("office", "bob", secret("bobs"));
        assertThat(password("office")).isEqualTo("old");
        credentials.changed("office", "ann", secret("new"));
        assertThat(password("office")).isEqualTo("new");
        assertThat(store.info("office").domain()).isEqualTo("CORP");
    }

    @Test
    void connected_takesThePlaceOfTheOneBefore() {
        credentials.setProxyPassword("office", secret("proxys"));
        credentials.connected("office", "bob", "", secret("bobs"));
        assertThat(store.info("office")).isEqualTo(new CredentialsInfo("office", "bob", "", true, true, "files"));
        assertThat(password("office")).isEqualTo("bobs");
    }

    @Test
    void clearOfWhatSystemdGives_saysThatItStays() throws Exception {
        credentials.set(OFFICE, "ann", "", secret("right"));
        credentials.clear("office");
        assertThat(store.holds("office")).isFalse();
        Files.writeString(folder.resolve("dialtone.office.password"), "given");
        Credentials given = new Credentials(new GivenCredentials(folder, store));
        assertThatThrownBy(() -> given.clear("office"))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("systemd");
        given.forget("office");
    }

    @Test
    void promptOnly_keepsNothingAndSaysHowToGoOn() {
        Credentials prompting = new Credentials(new PromptCredentialStore(store));
        store.set("office", "ann", "", secret("from before"));
        assertThatThrownBy(() -> prompting.set(OFFICE, "ann", "", secret("right")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK))
                .hasMessageContaining("--secrets prompt");
        assertThat(prompting.info(OFFICE).passwordStored()).isFalse();
        assertThat(store.holds("office")).isTrue();
        prompting.forget("office");
        assertThat(store.holds("office")).as("it goes with its entry").isFalse();
    }
}
