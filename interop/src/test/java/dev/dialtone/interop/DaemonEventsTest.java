package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon tells besides its clients: the hooks of its configuration, and its log as JSON.
@Timeout(120)
class DaemonEventsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Path hooks;

    @BeforeEach
    void begin() throws IOException {
        Requires.namespaces();
        hooks = Files.createDirectories(folder.resolve("config/hooks.d"));
        for (Path directory = hooks; !directory.equals(folder); directory = directory.getParent()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void hook(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(hooks.resolve(name + ".toml"), "program = \"" + program + "\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static List<String> withJsonLog(String... arguments) {
        List<String> command = new ArrayList<>(Programs.dialtone(List.of(), arguments));
        command.addAll(List.of("--log-format", "json", "--log-level", "debug"));
        return command;
    }

    @Test
    void hooksAreCalled_andOneThatHangsHoldsUpNothing_C4_C6() throws Exception {
        Path told = folder.resolve("told");
        Path hanging = folder.resolve("hanging");
        hook("hang", "echo $$ > '" + hanging + "'; exec sleep 1000\n");
        hook("tell", "cat >> '" + told + "'\n");
        try (Programs programs = new Programs(folder, DaemonEventsTest::withJsonLog)) {
            try (RemoteAccess client = programs.client()) {
                long began = System.nanoTime();
                programs.dials(AnswererProgram.GOOD);
                Connection connection = client.dial(DialRequest.of(AnswererProgram.GOOD), _ -> {});
                Notification connected = connection.completion().get(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(connected.isConnected())
                        .as("%s", Told.of(connection.log()))
                        .isTrue();
                Notification ending = connection.hangUp().get(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as("a dial and a hang-up beside a hook that hangs")
                        .isLessThan(BOUND);
                assertThat(awaitLines(told, 2)).isEqualTo(Wire.lines(List.of(connected, ending)));
                awaitLines(hanging, 1);
                // the other hook has written its line before its program has ended
                awaitMetrics(
                        client, "dialtone_hook_calls_total{result=\"done\"} 2\n", "dialtone_hook_calls_running 1\n");
            }
            String left = leftConnected(programs);
            // its output is read on, as terminate() would not
            PeerProcess.run("kill", "-TERM", Long.toString(programs.daemon().pid()));
            int code = programs.daemon().await().code();
            String log = programs.daemon().errors();
            assertThat(code).as(log).isZero();
            assertThat(log.lines().map(Json::object))
                    .as("an end while the daemon ends")
                    .anySatisfy(line -> {
                        assertThat(line.text("event")).isEqualTo("ended");
                        assertThat(line.text("connection", "")).isEqualTo(left);
                        assertThat(line.text("error")).isEqualTo("834");
                    });
            long pid = Long.parseLong(Files.readString(hanging).strip());
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                    .as("the hook that hung")
                    .isEmpty();
            assertLog(log);
            programs.assertNothingLeft();
        }
    }

    private static String leftConnected(Programs programs) throws Exception {
        try (RemoteAccess client = programs.client()) {
            programs.dials(AnswererProgram.GOOD);
            Connection connection = client.dial(DialRequest.of(AnswererProgram.GOOD), _ -> {});
            assertThat(connection
                            .completion()
                            .get(SOON.toSeconds(), TimeUnit.SECONDS)
                            .isConnected())
                    .isTrue();
            return connection.id();
        }
    }

    /// The daemon that died can call nobody: the next one, which tells of the end, does.
    @Test
    void hooksAreCalled_forWhatADeadDaemonHadConnected_C9() throws Exception {
        Path told = folder.resolve("told");
        hook("tell", "cat >> '" + told + "'\n");
        try (Programs programs = new Programs(folder, DaemonEventsTest::withJsonLog)) {
            String connection = leftConnected(programs);
            awaitLines(told, 1);
            programs.killDaemon();
            programs.restartDaemon();
            Notification ending =
                    Wire.notification(Json.object(awaitLines(told, 2).get(1)));
            assertThat(ending.connection()).isEqualTo(connection);
            assertThat(ending.ending()).isTrue();
            assertThat(ending.cause()).isEqualTo(834);
            try (RemoteAccess client = programs.client()) {
                assertThat(client.connection(connection).log()).last().isEqualTo(ending);
                assertThat(client.metrics()).contains("dialtone_endings_total{cause=\"834\"} 1\n");
            }
            programs.assertNothingLeft();
        }
    }

    private static void assertLog(String log) {
        String password = Rig.PASSWORD.useChars(String::new);
        assertThat(log).doesNotContain(password);
        List<JsonObject> lines = log.lines().map(Json::object).toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.text("time")).startsWith("20");
            assertThat(line.text("level")).isIn("debug", "info", "warning", "error");
            assertThat(line.text("event")).isNotBlank();
        });
        assertThat(lines).extracting(line -> line.text("event")).contains("connected", "ended", "hook_done");
        assertThat(lines)
                .filteredOn(line -> line.text("event").equals("ended"))
                .first()
                .satisfies(line -> {
                    assertThat(line.text("entry")).isEqualTo(AnswererProgram.GOOD);
                    assertThat(line.text("error")).isEqualTo("631");
                    assertThat(line.text("connection")).startsWith("c-");
                });
    }

    private static void awaitMetrics(RemoteAccess client, String... lines) throws IOException {
        long until = System.nanoTime() + SOON.toNanos();
        while (!Stream.of(lines).allMatch(client.metrics()::contains)) {
            assertThat(System.nanoTime()).as(client.metrics()).isLessThan(until);
        }
    }

    private static List<String> awaitLines(Path file, int count) throws IOException {
        long until = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < until) {
            if (Files.exists(file)) {
                String text = Files.readString(file);
                if (text.endsWith("\n") && text.lines().count() >= count) {
                    return text.lines().toList();
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(file + " does not have " + count + " lines");
    }
}
