package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Daemon, clients and servers as processes that are killed at the worst moment; what is left of them on a real host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DaemonProcessTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration DEATH_BOUND = Duration.ofSeconds(1);
    private static final Duration HANG_UP_BOUND = Duration.ofSeconds(5);

    private Programs programs;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        Requires.namespaces();
        programs = new Programs(folder);
    }

    @AfterAll
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        programs.ensureDaemon();
        try (RemoteAccess client = programs.client()) {
            for (ConnectionStatus status : client.list()) {
                client.connection(status.connection())
                        .hangUp()
                        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
        }
        programs.assertNothingLeft();
    }

    private Connection dial(RemoteAccess client, String entry, Recorder recorder) {
        programs.dials(entry);
        return client.dial(DialRequest.of(entry), recorder);
    }

    private static Notification await(Connection connection) throws Exception {
        return connection.completion().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<Notification> notifications(PeerProcess process) {
        return process.lines().stream()
                .map(line -> Wire.notification(Json.object(line.text())))
                .toList();
    }

    /// What two who tell of a manager's death have to agree on.
    private static List<String> essence(List<Notification> log) {
        return log.stream()
                .map(n -> n.seq() + " " + n.connection() + " " + n.state() + " " + n.error() + " " + n.cause() + " "
                        + n.completion() + " " + n.ending())
                .toList();
    }

    @Test
    void daemonKilledWhileConnected_endsEveryWatcherAndIsUndoneByTheNext_C9_H6_S3() throws Exception {
        try (RemoteAccess client = programs.client()) {
            Recorder recorder = new Recorder();
            Connection connection = dial(client, AnswererProgram.GOOD, recorder);
            assertThat(await(connection).isConnected())
                    .as("%s", Told.of(connection.log()))
                    .isTrue();
            PeerProcess watch = programs.start("watch", AnswererProgram.GOOD, "--json");
            watch.line(line -> line.contains("\"Connected\""));
            recorder.await(Notification::isConnected, SOON);

            long killed = programs.killDaemon();
            Notification ending = recorder.await(Notification::ending, SOON);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(DEATH_BOUND);
            assertThat(ending.cause()).isEqualTo(RasError.MANAGER_STOPPED);
            watch.await();
            PeerProcess.Line last = watch.lines().getLast();
            assertThat(Duration.ofNanos(last.nanos() - killed)).isLessThan(DEATH_BOUND);
            assertThat(essence(notifications(watch))).isEqualTo(essence(recorder.all()));
            Told.isWhole(recorder.all());
            programs.awaitEnded(AnswererProgram.GOOD);

            programs.restartDaemon();
            programs.assertNothingLeft();
            PeerProcess log = programs.start("log", connection.id(), "--json").await();
            assertThat(log.code()).as("%s", log).isZero();
            assertThat(essence(notifications(log))).isEqualTo(essence(recorder.all()));
        }
    }

    @Test
    void daemonKilledWhileDialling_completesEveryDialWithin1s_C9() throws Exception {
        try (RemoteAccess client = programs.client()) {
            Recorder recorder = new Recorder();
            Connection ours = dial(client, "LCP", recorder);
            PeerProcess theirs = programs.start("dial", "IPCP", "--json");
            programs.awaitHeld("LCP");
            programs.awaitHeld("IPCP");
            theirs.line(line -> line.contains("AuthProject"));

            long killed = programs.killDaemon();
            Notification completion = await(ours);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(DEATH_BOUND);
            assertThat(completion.state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
            assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
            recorder.awaitEnd(SOON);
            Told.isWhole(recorder.all());
            theirs.await();
            assertThat(theirs.code()).as("%s", theirs).isEqualTo(1);
            assertThat(theirs.errors()).contains("RAS_ERROR=834");
            assertThat(Duration.ofNanos(theirs.lines().getLast().nanos() - killed))
                    .isLessThan(DEATH_BOUND);
            List<Notification> told = notifications(theirs);
            Told.isWhole(told);
            assertThat(told.getLast().state()).isEqualTo(ConnectionState.AUTH_PROJECT);
            programs.awaitEnded("LCP");
            programs.awaitEnded("IPCP");

            programs.restartDaemon();
            programs.assertNothingLeft();
            try (RemoteAccess next = programs.client()) {
                assertThat(essence(next.connection(ours.id()).log())).isEqualTo(essence(recorder.all()));
                assertThat(essence(next.connection("IPCP").log())).isEqualTo(essence(told));
            }
        }
    }

    @Test
    void clientKilledAfterConnected_leavesTheConnectionUp_C2() throws Exception {
        PeerProcess dial = programs.start("dial", AnswererProgram.GOOD, "--json");
        dial.line(line -> line.contains("\"Connected\""));
        dial.kill();
        dial.await();
        PeerProcess list = programs.start("list", "--json").await();
        assertThat(list.text()).contains("\"entry\":\"GOOD\"").contains("\"state\":\"Connected\"");
        try (RemoteAccess client = programs.client()) {
            Connection connection = client.connection(AnswererProgram.GOOD);
            assertThat(connection.status().state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(connection.log()).noneMatch(Notification::ending);
        }
        PeerProcess hangup = programs.start("hangup", AnswererProgram.GOOD).await();
        assertThat(hangup.code()).as("%s", hangup).isZero();
        programs.awaitEnded(AnswererProgram.GOOD);
    }

    @Test
    void clientKilledInEachState_abandonsItsDial_C10_C6() throws Exception {
        List<Halt> halts = Arrays.stream(Halt.values())
                .filter(halt -> halt.step().isPresent())
                .toList();
        Map<Halt, PeerProcess> dials = new EnumMap<>(Halt.class);
        halts.forEach(halt -> dials.put(halt, programs.start("dial", halt.name(), "--json")));
        try (RemoteAccess client = programs.client()) {
            Map<Halt, Recorder> recorders = new EnumMap<>(Halt.class);
            for (Halt halt : halts) {
                programs.awaitHeld(halt.name());
                Recorder recorder = new Recorder();
                client.connection(halt.name()).watch(0, recorder);
                recorder.await(n -> n.state() == halt.state(), SOON);
                recorders.put(halt, recorder);
            }
            long killed = System.nanoTime();
            dials.values().forEach(PeerProcess::kill);
            for (Halt halt : halts) {
                Notification completion = recorders.get(halt).await(Notification::completion, SOON);
                assertThat(completion.state()).as("%s", halt).isEqualTo(ConnectionState.DISCONNECTED);
                assertThat(completion.seq())
                        .as("%s: no further state", halt)
                        .isEqualTo(recorders.get(halt).all().size());
                programs.awaitEnded(halt.name());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(HANG_UP_BOUND);
            for (Halt halt : halts) {
                recorders.get(halt).awaitEnd(SOON);
                Told.isWhole(recorders.get(halt).all());
            }
            assertThat(client.list()).isEmpty();
        }
    }

    @Test
    void daemonTerminated_endsEverythingInOrder_C9() throws Exception {
        try (RemoteAccess client = programs.client()) {
            Recorder established = new Recorder();
            Connection up = dial(client, AnswererProgram.GOOD, established);
            assertThat(await(up).isConnected()).isTrue();
            Recorder unfinished = new Recorder();
            Connection dialling = dial(client, "HTTP", unfinished);
            programs.awaitHeld("HTTP");

            programs.daemon().terminate();
            assertThat(await(dialling).error()).isEqualTo(RasError.MANAGER_STOPPED);
            assertThat(established.await(Notification::ending, SOON).cause()).isEqualTo(RasError.MANAGER_STOPPED);
            assertThat(programs.daemon().await().code())
                    .as("%s", programs.daemon())
                    .isZero();
            programs.assertNothingLeft();
            programs.awaitEnded(AnswererProgram.GOOD);
            programs.awaitEnded("HTTP");
            established.awaitEnd(SOON);
            unfinished.awaitEnd(SOON);

            programs.restartDaemon();
            try (RemoteAccess next = programs.client()) {
                assertThat(next.connection(up.id()).log()).isEqualTo(established.all());
                assertThat(next.connection(dialling.id()).log()).isEqualTo(unfinished.all());
            }
        }
    }

    @Test
    void expiredPassword_twoAnswersAtOnce_oneWinsAndTheOtherIsToldSo_P2_P3() throws Exception {
        String one = secretFile("one", "a-fresh-password");
        String other = secretFile("other", "another-fresh-password");
        PeerProcess dial = programs.start("dial", AnswererProgram.EXPIRED, "--paused", "--json");
        dial.line(line -> line.contains("\"PasswordExpired\""));

        List<PeerProcess> answers = Stream.of(one, other)
                .map(file -> programs.start("answer", AnswererProgram.EXPIRED, "--new-password-file", file))
                .toList();
        answers.forEach(PeerProcess::await);
        dial.await();

        assertThat(answers).extracting(PeerProcess::code).as("%s", answers).containsExactlyInAnyOrder(0, 1);
        assertThat(answers)
                .filteredOn(answer -> answer.code() == 1)
                .singleElement()
                .satisfies(answer -> assertThat(answer.errors())
                        .contains("somebody else answered first")
                        .contains("RAS_ERROR=183"));
        assertThat(dial.code()).as("%s", dial).isZero();
        List<Notification> told = notifications(dial);
        Told.isWhole(told);
        assertThat(told)
                .extracting(Notification::state)
                .containsOnlyOnce(ConnectionState.PASSWORD_EXPIRED)
                .containsSubsequence(ConnectionState.AUTH_CHANGE_PASSWORD, ConnectionState.CONNECTED);
        assertThat(programs.start("hangup", AnswererProgram.EXPIRED).await().code())
                .isZero();
        programs.awaitEnded(AnswererProgram.EXPIRED);
        // the stored password is the new one from now on
        PeerProcess again = programs.start("dial", AnswererProgram.EXPIRED).await();
        assertThat(again.code()).as("%s", again).isZero();
        assertThat(programs.start("hangup", AnswererProgram.EXPIRED).await().code())
                .isZero();
        programs.awaitEnded(AnswererProgram.EXPIRED);
    }

    private String secretFile(String name, String secret) throws IOException {
        Path file = programs.socket().resolveSibling(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, secret + "\n").toString();
    }

    @Test
    void secondDaemon_isToldWhoIsThere() {
        PeerProcess second =
                programs.start(programs.daemonArguments(programs.socket())).await();
        assertThat(second.code()).as("%s", second).isEqualTo(1);
        assertThat(second.errors())
                .contains("RAS_ERROR=711")
                .contains(programs.socket().toString())
                .contains(Long.toString(programs.daemon().pid()));
        Path another = programs.socket().resolveSibling("another");
        PeerProcess third = programs.start(programs.daemonArguments(another)).await();
        assertThat(third.code()).as("%s", third).isEqualTo(1);
        assertThat(third.errors()).contains("RAS_ERROR=711").contains("state");
        PeerProcess wrong = programs.start("daemon", "--nonsense").await();
        assertThat(wrong.code()).as("%s", wrong).isEqualTo(2);
        assertThat(wrong.errors()).contains("--nonsense");
        assertThat(programs.start("list").await().code())
                .as("the first goes on")
                .isZero();
    }

    @Test
    void noDaemon_isExit3() {
        Path nowhere = programs.socket().resolveSibling("nowhere");
        PeerProcess list =
                programs.start("list", "--socket", nowhere.toString()).await();
        assertThat(list.code()).as("%s", list).isEqualTo(3);
        assertThat(list.errors()).contains(nowhere.toString());
    }

    @Test
    void interruptedDial_hangsUpAndIsExit130AfterItsCompletion() throws Exception {
        PeerProcess dial = programs.start("dial", "AUTHENTICATE", "--json");
        programs.awaitHeld("AUTHENTICATE");
        dial.line(line -> line.contains("\"Authenticate\""));
        PeerProcess.run("kill", "-INT", Long.toString(dial.pid()));
        dial.await();
        assertThat(dial.code()).as("%s", dial).isEqualTo(130);
        List<Notification> told = notifications(dial);
        Told.isWhole(told);
        assertThat(told.getLast().state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(told.getLast().cause()).isEqualTo(RasError.USER_DISCONNECTION);
        programs.assertNothingLeft();
        programs.awaitEnded("AUTHENTICATE");
    }
}
