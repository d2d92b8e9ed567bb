package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Windows' rules of stored sign-ins, with the real daemon on each thing that keeps them, and that what is secret
/// is in no other place.
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("stores of secrets")
class CredentialStoresTest {
    private static final String PASSWORD = Rig.PASSWORD.useChars(String::new);
    private static final SecretForms FORMS = new SecretForms(PASSWORD);
    private static final String GOOD = AnswererProgram.GOOD;
    private static final String RENAMED = "Good, renamed";

    @TempDir
    Path folder;

    @BeforeEach
    void requires() {
        Requires.namespaces();
    }

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static Notification dial(RemoteAccess client, DialRequest request) throws Exception {
        Connection connection = client.dial(request, _ -> {});
        Notification completion = connection.completion().get(20, TimeUnit.SECONDS);
        if (completion.isConnected()) {
            Notification _ = connection.hangUp().get(10, TimeUnit.SECONDS);
        }
        return completion;
    }

    private static void connects(RemoteAccess client, DialRequest request) throws Exception {
        assertThat(dial(client, request).isConnected()).isTrue();
    }

    private static int refusal(Runnable what) {
        RasException[] thrown = new RasException[1];
        assertThatThrownBy(what::run).isInstanceOfSatisfying(RasException.class, e -> thrown[0] = e);
        return thrown[0].error();
    }

    private Path config() {
        return folder.resolve("config");
    }

    /// Set, dialled with, refused, renamed, removed: the same of every store that stores.
    private void keepsTheRules(Programs programs, String store) throws Exception {
        try (RemoteAccess client = programs.client()) {
            assertThat(client.credentials(GOOD)).isEqualTo(new CredentialsInfo(GOOD, Rig.USER, "", true, false, store));
            connects(client, DialRequest.of(GOOD));

            // what stands for the password is the stored one, and leaves it
            try (Secret placeholder = secret(CredentialsInfo.PLACEHOLDER)) {
                connects(client, DialRequest.of(GOOD).signIn(Rig.USER, "", placeholder));
                client.setCredentials(GOOD, Rig.USER, "", placeholder);
            }

            // a failed dial overwrites nothing, though its entry remembers the sign-in of those that connect
            Entry entry = client.entry(GOOD);
            client.setEntry(entry.with(EntryOption.REMEMBER, "true"));
            try (Secret wrong = secret("wrong-" + PASSWORD)) {
                assertThat(dial(client, DialRequest.of(GOOD).signIn("eve", "", wrong))
                                .error())
                        .isEqualTo(RasError.AUTHENTICATION_FAILURE);
            }
            assertThat(client.credentials(GOOD).user()).isEqualTo(Rig.USER);
            connects(client, DialRequest.of(GOOD));
            client.setCredentials(GOOD, "eve", "", null);
            connects(client, DialRequest.of(GOOD).signIn(Rig.USER, "", Rig.PASSWORD));
            assertThat(client.credentials(GOOD).user()).as("remembered").isEqualTo(Rig.USER);
            client.setEntry(entry);

            client.renameEntry(GOOD, RENAMED);
            connects(client, DialRequest.of(RENAMED));
        }
        programs.daemon().terminate();
        programs.daemon().await();
        nothingSecretIn(programs.daemon());
        programs.restartDaemon();
        try (RemoteAccess client = programs.client()) {
            connects(client, DialRequest.of(RENAMED));
            showsNothing(programs);
            assertThat(FORMS.in(dump(programs))).as("what is left in the heap").isEmpty();

            Entry entry = client.entry(RENAMED);
            client.removeEntry(RENAMED);
            client.setEntry(entry);
            assertThat(client.credentials(RENAMED).passwordStored())
                    .as("gone with its entry")
                    .isFalse();
            assertThat(refusal(() -> client.dial(DialRequest.of(RENAMED), _ -> {})))
                    .isEqualTo(RasError.INTERACTIVE_MODE);

            client.setCredentials(RENAMED, Rig.USER, "", Rig.PASSWORD);
            removeTheRenamedByHand();
            client.clearCredentials(RENAMED);
            assertThat(refusal(() -> client.clearCredentials(RENAMED)))
                    .as("nothing of an entry that is not there either")
                    .isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
            client.setEntry(entry);
            client.setCredentials(RENAMED, Rig.USER, "", Rig.PASSWORD);
            removeTheRenamedByHand();
            client.setEntry(entry);
            assertThat(client.credentials(RENAMED).passwordStored())
                    .as("nothing for an entry that has the name of one removed by hand")
                    .isFalse();

            client.setCredentials(RENAMED, Rig.USER, "", Rig.PASSWORD);
            client.setEntry(entry.with(EntryOption.ONE_TIME, "true"));
            assertThat(client.credentials(RENAMED).passwordStored())
                    .as("one-time codes are not kept")
                    .isFalse();
            assertThat(refusal(() -> client.setCredentials(RENAMED, Rig.USER, "", Rig.PASSWORD)))
                    .isEqualTo(RasError.INVALID_PARAMETER);
            connects(client, DialRequest.of(RENAMED).signIn(Rig.USER, "", Rig.PASSWORD));
            assertThat(client.credentials(RENAMED).passwordStored()).isFalse();
        }
        nothingSecretIn(programs.daemon());
    }

    private void removeTheRenamedByHand() throws IOException {
        Files.delete(config().resolve("entries.d").resolve("Good%2C%20renamed.toml"));
    }

    private Path dump(Programs programs) throws IOException {
        Path file = folder.resolve("heap.hprof");
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        PeerProcess dumped = PeerProcess.run(
                jcmd.toString(), Long.toString(programs.daemon().pid()), "GC.heap_dump", file.toString());
        assertThat(dumped.code()).as("%s", dumped).isZero();
        assertThat(Files.size(file)).isGreaterThan(1_000_000);
        return file;
    }

    private static void nothingSecretIn(PeerProcess daemon) {
        assertThat(FORMS.in(daemon.text() + daemon.errors())).as("%s", daemon).isEmpty();
    }

    /// While the daemon runs: its arguments and variables and those of its children, history, journal, exports,
    /// answers.
    private void showsNothing(Programs programs) throws IOException {
        ProcessHandle daemon = ProcessHandle.of(programs.daemon().pid()).orElseThrow();
        for (ProcessHandle process :
                Stream.concat(Stream.of(daemon), daemon.descendants()).toList()) {
            for (String what : List.of("cmdline", "environ")) {
                Path file = Path.of("/proc", Long.toString(process.pid()), what);
                assertThat(FORMS.in(file)).as("%s", file).isEmpty();
            }
        }
        nothingIn(folder.resolve("state"));
        nothingIn(config().resolve("entries.d"));
        for (String format : List.of("pbk", "nmconnection")) {
            PeerProcess exported = programs.start("entry", "export", RENAMED, "--format", format)
                    .await();
            assertThat(exported.code()).as("%s", exported).isZero();
            assertThat(exported.text()).contains("127.0.0.1");
            assertThat(FORMS.in(exported.text() + exported.errors())).isEmpty();
        }
        for (String[] command : new String[][] {
            {"log", RENAMED, "--json"},
            {"status", RENAMED, "--json"},
            {"credentials", "show", RENAMED, "--json"},
            {"entry", "show", RENAMED, "--json"},
            {"doctor", RENAMED, "--json"}
        }) {
            PeerProcess shown = programs.start(command).await();
            assertThat(shown.text()).as("%s", shown).contains("\"");
            assertThat(FORMS.in(shown.text() + shown.errors())).isEmpty();
        }
        assertThat(FORMS.in("x" + PASSWORD))
                .as("the search finds it where it is")
                .hasSize(1);
    }

    private static void nothingIn(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(FORMS.in(file)).as("%s", file).isEmpty();
            }
        }
    }

    private static Programs.Keeping kept(Map<String, String> environment, String... options) {
        return new Programs.Keeping(List.of(options), environment, true);
    }

    @Test
    void files_keepTheRules() throws Exception {
        try (Programs programs = new Programs(folder, kept(Map.of(), "--secrets", "files"))) {
            keepsTheRules(programs, "files");
        }
    }

    @Test
    void keystore_keepsTheRules_andNothingOnTheDiskIsReadable() throws Exception {
        try (Programs programs = new Programs(folder, kept(Map.of(), "--secrets", "keystore"))) {
            keepsTheRules(programs, "keystore");
        }
        nothingIn(config());
        assertThat(config().resolve("credentials.d")).doesNotExist();
    }

    @Test
    void keyring_keepsTheRules_andNothingOnTheDiskIsReadable() throws Exception {
        try (Keyring keyring = Keyring.unlocked(folder.resolve("keyring"), Keyring.require())) {
            Map<String, String> session = Map.of("DBUS_SESSION_BUS_ADDRESS", keyring.address());
            try (Programs programs = new Programs(folder, kept(session, "--secrets", "secret-service"))) {
                keepsTheRules(programs, "secret-service");
                keyring.lock();
                try (RemoteAccess client = programs.client()) {
                    assertThat(refusal(() -> client.dial(DialRequest.of(AnswererProgram.EXPIRED), _ -> {})))
                            .isEqualTo(RasError.CANNOT_OPEN_PHONEBOOK);
                    connects(client, DialRequest.of(RENAMED).signIn(Rig.USER, "", Rig.PASSWORD));
                    assertThat(refusal(() -> client.removeEntry(AnswererProgram.EXPIRED)))
                            .as("its secret would be left")
                            .isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK);
                    assertThat(client.entry(AnswererProgram.EXPIRED).name()).isEqualTo(AnswererProgram.EXPIRED);
                }
            }
            nothingIn(keyring.files());
        }
        nothingIn(config());
    }

    @Test
    void whatFilesHeld_isInTheKeystoreAfterwards() throws Exception {
        try (Programs programs = new Programs(folder, kept(Map.of()))) {
            assertThat(config().resolve("credentials.d").resolve(GOOD)).exists();
        }
        // the next daemon on the same places
        try (Programs programs =
                new Programs(folder, new Programs.Keeping(List.of("--secrets=keystore"), Map.of(), false))) {
            try (RemoteAccess client = programs.client()) {
                assertThat(client.credentials(GOOD).store()).isEqualTo("keystore");
                connects(client, DialRequest.of(GOOD));
            }
            try (Stream<Path> left = Files.list(config().resolve("credentials.d"))) {
                assertThat(left).isEmpty();
            }
            nothingIn(config());
        }
    }

    @Test
    void systemd_givesAndNothingHereChangesIt() throws Exception {
        Path given = Files.createDirectory(folder.resolve("given"));
        Files.writeString(given.resolve("dialtone." + GOOD + ".password"), PASSWORD + "\n");
        Files.writeString(given.resolve("dialtone." + GOOD + ".user"), Rig.USER);
        Programs.Keeping keeping = new Programs.Keeping(
                List.of("--secrets", "prompt"), Map.of("CREDENTIALS_DIRECTORY", given.toString()), false);
        try (Programs programs = new Programs(folder, keeping)) {
            try (RemoteAccess client = programs.client()) {
                assertThat(client.credentials(GOOD))
                        .isEqualTo(new CredentialsInfo(GOOD, Rig.USER, "", true, false, "systemd"));
                connects(client, DialRequest.of(GOOD));
                try (Secret wrong = secret("wrong-" + PASSWORD)) {
                    assertThat(dial(client, DialRequest.of(GOOD).signIn(Rig.USER, "", wrong))
                                    .error())
                            .isEqualTo(RasError.AUTHENTICATION_FAILURE);
                    assertThat(refusal(() -> client.setCredentials(GOOD, Rig.USER, "", wrong)))
                            .isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK);
                }
                assertThat(refusal(() -> client.clearCredentials(GOOD))).isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK);
                assertThat(refusal(() -> client.renameEntry(GOOD, RENAMED))).isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK);
                connects(client, DialRequest.of(GOOD));

                Files.move(
                        given.resolve("dialtone." + GOOD + ".password"),
                        given.resolve("dialtone.Good%2C%20renamed.password"));
                Files.move(
                        given.resolve("dialtone." + GOOD + ".user"), given.resolve("dialtone.Good%2C%20renamed.user"));
                client.renameEntry(GOOD, RENAMED);
                connects(client, DialRequest.of(RENAMED));
            }
            showsNothing(programs);
            nothingIn(config());
            assertThat(FORMS.in(dump(programs))).as("what is left in the heap").isEmpty();
            try (RemoteAccess client = programs.client()) {
                client.removeEntry(RENAMED);
            }
            nothingSecretIn(programs.daemon());
        }
    }

    @Test
    void prompt_keepsNothingAndAsks() throws Exception {
        Programs.Keeping keeping = new Programs.Keeping(List.of("--secrets", "prompt"), Map.of(), false);
        try (Programs programs = new Programs(folder, keeping)) {
            try (RemoteAccess client = programs.client()) {
                assertThat(client.credentials(GOOD))
                        .isEqualTo(new CredentialsInfo(GOOD, "", "", false, false, "prompt"));
                assertThat(refusal(() -> client.setCredentials(GOOD, Rig.USER, "", Rig.PASSWORD)))
                        .isEqualTo(RasError.CANNOT_WRITE_PHONEBOOK);
                assertThat(refusal(() -> client.dial(DialRequest.of(GOOD), _ -> {})))
                        .isEqualTo(RasError.INTERACTIVE_MODE);

                Recorder recorder = new Recorder();
                Connection asked = client.dial(
                        DialRequest.of(GOOD).options(DialOptions.STANDARD.withPauses(Duration.ofMinutes(1))), recorder);
                Notification prompt =
                        recorder.await(n -> n.state() == ConnectionState.RETRY_AUTHENTICATION, Duration.ofSeconds(20));
                asked.answer(new Answer(prompt.seq(), Map.of("user", Rig.USER), Rig.PASSWORD));
                assertThat(asked.completion().get(20, TimeUnit.SECONDS).isConnected())
                        .isTrue();
                Notification _ = asked.hangUp().get(10, TimeUnit.SECONDS);

                client.setEntry(client.entry(GOOD).with(EntryOption.REMEMBER, "true"));
                connects(client, DialRequest.of(GOOD).signIn(Rig.USER, "", Rig.PASSWORD));
                assertThat(client.credentials(GOOD).passwordStored()).isFalse();
                client.renameEntry(GOOD, RENAMED);
            }
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            PeerProcess dialled = programs.start(
                            "dial", RENAMED, "--user", Rig.USER, "--password-file", password.toString())
                    .await();
            assertThat(dialled.code()).as("%s", dialled).isZero();
            PeerProcess child = programs.start("exec", RENAMED, "--", "cat", "/proc/self/environ", "/proc/self/cmdline")
                    .await();
            assertThat(child.text()).as("%s", child).contains("DIALTONE_SOCKET=");
            assertThat(FORMS.in(child.text() + child.errors()))
                    .as("what a command sees that runs where the connection is")
                    .isEmpty();
            assertThat(programs.start("hangup", RENAMED).await().code()).isZero();
            showsNothing(programs);
            nothingIn(config());
            nothingSecretIn(programs.daemon());
        }
    }
}
