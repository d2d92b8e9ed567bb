package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import dev.dialtone.daemon.Daemon;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A password is where it is used, and nowhere else: not in logs, answers, history and arguments, and not in the
/// daemon's memory once the connection is over.
@Timeout(120)
class SecretsTest {
    private static final String PASSWORD = Rig.PASSWORD.useChars(String::new);
    private static final SecretForms FORMS = new SecretForms(PASSWORD);

    private static Path dump(PeerProcess daemon, Path file) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        PeerProcess dumped =
                PeerProcess.run(jcmd.toString(), Long.toString(daemon.pid()), "GC.heap_dump", file.toString());
        assertThat(dumped.code()).as("%s", dumped).isZero();
        assertThat(Files.size(file)).isGreaterThan(1_000_000);
        return file;
    }

    private static void connectAndHangUp(RemoteAccess client, DialRequest request) throws Exception {
        Connection connection = client.dial(request, _ -> {});
        assertThat(connection.completion().get(20, TimeUnit.SECONDS).isConnected())
                .isTrue();
        assertThat(connection.hangUp().get(10, TimeUnit.SECONDS).ending()).isTrue();
    }

    @Test
    void heapAfterHangUp_holdsNoPasswordAndNoHash(@TempDir Path folder) throws Exception {
        Requires.namespaces();
        try (Programs programs = new Programs(folder);
                RemoteAccess client = programs.client()) {
            // one that is stored, one that comes with the dial, and below one that comes with a request that is
            // refused
            connectAndHangUp(client, DialRequest.of(AnswererProgram.GOOD));
            connectAndHangUp(client, DialRequest.of(AnswererProgram.GOOD).signIn(Rig.USER, "", Rig.PASSWORD));
            Connection connection =
                    client.dial(DialRequest.of(AnswererProgram.GOOD).signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
            assertThat(connection.completion().get(20, TimeUnit.SECONDS).isConnected())
                    .isTrue();
            // the search finds what is there: the peer may challenge again while the connection is up
            assertThat(FORMS.in(dump(programs.daemon(), folder.resolve("up.hprof"))))
                    .contains("UTF-8 or Latin-1");

            assertThat(connection.hangUp().get(10, TimeUnit.SECONDS).ending()).isTrue();
            take(programs.socket());
            assertThat(FORMS.in(dump(programs.daemon(), folder.resolve("over.hprof"))))
                    .as("what is left in the heap")
                    .isEmpty();

            Path process = Path.of("/proc", Long.toString(programs.daemon().pid()));
            for (String file : List.of("cmdline", "environ")) {
                assertThat(FORMS.in(process.resolve(file))).as(file).isEmpty();
            }
            assertThat(FORMS.in(programs.daemon().text() + programs.daemon().errors()))
                    .isEmpty();
            nothingInFiles(folder.resolve("state"));
            Path credentials = folder.resolve("config").resolve("credentials.d");
            assertThat(Files.getPosixFilePermissions(credentials))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> files = Files.list(credentials)) {
                assertThat(files)
                        .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
        }
    }

    private static RawHttp.Answer post(Path socket, String secret) throws IOException {
        return RawHttp.send(socket, "POST", "/v1/secrets", "application/octet-stream", secret);
    }

    /// Secrets that were posted and never used are wiped after a minute, which is tested by hand-driven time; here
    /// they are used up by naming them in a request that is refused.
    private static void take(Path socket) throws IOException {
        RawHttp.Answer posted = post(socket, PASSWORD);
        String reference = dev.dialtone.api.Json.object(posted.body()).text("secret");
        RawHttp.Answer refused =
                RawHttp.send(socket, "PUT", "/v1/entries/nobody/credentials", "{\"secret\":\"" + reference + "\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(404);
    }

    private static void nothingInFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(FORMS.in(file)).as("%s", file).isEmpty();
            }
        }
    }

    @Test
    void commandLineWithThePassword_showsItNowhere(@TempDir Path folder) throws Exception {
        Requires.namespaces();
        try (Programs programs = new Programs(folder)) {
            Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            PeerProcess dial = programs.start(
                    "dial", "AUTHENTICATE", "--user", Rig.USER, "--password-file", file.toString(), "--json");
            programs.awaitHeld("AUTHENTICATE");
            for (String what : List.of("cmdline", "environ")) {
                assertThat(FORMS.in(Path.of("/proc", Long.toString(dial.pid()), what)))
                        .as(what)
                        .isEmpty();
            }
            // it has sent the password by now, and only waits
            assertThat(FORMS.in(dump(dial, folder.resolve("client.hprof"))))
                    .as("what is left in the client's heap")
                    .isEmpty();
            assertThat(programs.start("hangup", "AUTHENTICATE").await().code()).isZero();
            dial.await();
            assertThat(FORMS.in(dial.text() + dial.errors())).isEmpty();
        }
    }

    /// Keeps every record of every logger, as text.
    private static final class Everything extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Formatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            StringWriter trace = new StringWriter();
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(trace));
            }
            lines.add(record.getLoggerName() + " " + formatter.formatMessage(record) + trace);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void logsAtTheFinestLevelAndAllAnswers_holdNoPassword() throws Exception {
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Everything everything = new Everything();
        everything.setLevel(Level.ALL);
        StringBuilder answers = new StringBuilder();
        Rig rig = new Rig();
        try {
            root.addHandler(everything);
            root.setLevel(Level.ALL);
            Path socket = rig.places().resolve("sock");
            try (Daemon _ = Daemon.start(socket, rig.manager()::view);
                    RemoteAccess client = RemoteClient.connect(socket)) {
                client.setEntry(rig.entry("office"));
                client.setCredentials("office", Rig.USER, "", Rig.PASSWORD);
                Connection connection =
                        client.dial(DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
                assertThat(connection.completion().get(20, TimeUnit.SECONDS).isConnected())
                        .isTrue();
                everyAnswer(socket, answers);
                assertThat(connection.hangUp().get(10, TimeUnit.SECONDS).ending())
                        .isTrue();
                everyAnswer(socket, answers);
                // a wrong one: what is refused is often quoted
                rig.manager().setCredentials("office", "somebody-else", "", Rig.PASSWORD);
                assertThat(client.dialAndWait(DialRequest.of("office")).isConnected())
                        .isFalse();
                everyAnswer(socket, answers);
                answers.append(post(socket, PASSWORD.repeat(1000)).body());
                answers.append(RawHttp.send(socket, "POST", "/v1/secrets", "text/plain", PASSWORD)
                        .body());
            }
            rig.manager().close();
            nothingInFiles(rig.state());
            try (Secret secret = Secret.ofChars(PASSWORD.toCharArray())) {
                answers.append(secret)
                        .append(DialRequest.of("office").signIn("u", "", secret))
                        .append(Map.of("password", secret));
            }
        } finally {
            root.removeHandler(everything);
            root.setLevel(before);
            rig.close();
        }
        assertThat(FORMS.in(answers.toString())).as("answers").isEmpty();
        // the HTTP layer would quote bodies in its finest records, and is kept from making any
        assertThat(Logger.getLogger("org.eclipse.jetty.io").isLoggable(Level.FINE))
                .isFalse();
        assertThat(everything.lines).as("records of others").isNotEmpty();
        assertThat(everything.lines.stream()
                        .filter(line -> !FORMS.in(line).isEmpty())
                        .map(line -> line.substring(0, Math.min(line.length(), 400)))
                        .limit(5))
                .as("logs")
                .isEmpty();
        assertThat(FORMS.in("x" + PASSWORD))
                .as("the search finds it where it is")
                .hasSize(1);
    }

    private static void everyAnswer(Path socket, StringBuilder answers) throws IOException {
        for (String path : Set.of(
                "/v1/manager",
                "/v1/connections",
                "/v1/connections/office",
                "/v1/connections/office/log",
                "/v1/connections/office/projection",
                "/v1/entries",
                "/v1/entries/office",
                "/v1/entries/office/credentials",
                "/v1/doctor?entry=office",
                "/v1/devices")) {
            answers.append(RawHttp.send(socket, "GET", path, "").body());
        }
    }

    @Test
    void secretInAField_isRefusedWithoutBeingRepeated() throws Exception {
        try (Rig rig = new Rig()) {
            Path socket = rig.places().resolve("sock");
            try (Daemon _ = Daemon.start(socket, rig.manager()::view)) {
                rig.manager().setEntry(Entry.of("office").with(EntryOption.SERVER, "h"));
                for (String body : List.of(
                        "{\"entry\":\"office\",\"password\":\"" + PASSWORD + "\"}",
                        "{\"entry\":\"office\",\"secret\":\"" + PASSWORD + "\"}",
                        "{\"entry\":\"office\",\"lease\":\"" + PASSWORD + "\"}")) {
                    RawHttp.Answer answer = RawHttp.send(socket, "POST", "/v1/connections", body);
                    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
                    assertThat(FORMS.in(answer.body())).isEmpty();
                }
            }
        }
    }
}
