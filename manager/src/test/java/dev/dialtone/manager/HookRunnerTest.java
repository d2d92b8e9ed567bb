package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real programs and real servers that are called, and those that do not behave.
@Timeout(60)
class HookRunnerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Path hooks;
    private @Nullable HookRunner runner;

    @BeforeEach
    void begin() throws IOException {
        hooks = Files.createDirectory(folder.resolve("hooks.d"));
        Files.setPosixFilePermissions(hooks, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void end() {
        if (runner != null) {
            runner.close();
        }
    }

    private HookRunner start(Duration limit) {
        runner = new HookRunner(new HookFolder(hooks, FileTrust.ofProcess()), limit);
        return runner;
    }

    private static Notification connected(long seq) {
        return new Notification(
                seq, NOON, "c-1", "büro", 1, 1, ConnectionState.CONNECTED, 0, 0, null, true, false, 0, 0, null);
    }

    private static Notification running() {
        return new Notification(
                1, NOON, "c-1", "büro", 1, 1, ConnectionState.OPEN_PORT, 0, 0, null, false, false, 0, 0, null);
    }

    private static Notification failed(long seq) {
        return new Notification(
                seq, NOON, "c-1", "büro", 1, 1, ConnectionState.AUTH_NOTIFY, 691, 0, null, true, false, 0, 0, null);
    }

    private Path write(Path file, String text, String mode) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /// A hook that runs a script.
    private Path script(String name, String text) throws IOException {
        Path program = write(folder.resolve(name + " $HOME;x"), "#!/bin/sh\n" + text, "rwxr-xr-x");
        toml(name, "program = \"" + program + "\"\n");
        return program;
    }

    private void toml(String name, String text) throws IOException {
        write(hooks.resolve(name + ".toml"), text, "rw-r--r--");
    }

    private static void await(BooleanSupplier condition, String what) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError(what + " did not come");
            }
            Thread.onSpinWait();
        }
    }

    private static boolean hasText(Path file) {
        try {
            return Files.exists(file) && Files.readString(file).endsWith("\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void program_getsTheNotification_andNothingOfTheManager() throws Exception {
        Path out = folder.resolve("out");
        script(
                "tell",
                "{ cat; echo \"$# $1\"; pwd; env | sort; } > '" + out + ".new'; mv '" + out + ".new' '" + out + "'\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(running());
        calls.told(connected(13));
        await(() -> calls.counts().done() == 1, "the call");
        List<String> lines = Files.readAllLines(out);
        assertThat(Wire.notification(Json.object(lines.getFirst()))).isEqualTo(connected(13));
        assertThat(lines.get(1)).as("one argument").isEqualTo("1 connected");
        assertThat(lines.get(2)).isEqualTo("/");
        assertThat(lines.subList(3, lines.size()))
                .filteredOn(line -> !line.startsWith("PWD=") && !line.startsWith("_=") && !line.startsWith("OLDPWD"))
                .as("of a shell too, but for what it makes itself")
                .containsExactly(
                        "DIALTONE_CONNECTION=c-1",
                        "DIALTONE_EVENT=connected",
                        "LANG=C.UTF-8",
                        "PATH=/usr/sbin:/usr/bin:/sbin:/bin");
    }

    @Test
    void programThatHangs_isEndedAtItsLimit_withAllItStarted() throws Exception {
        Path pids = folder.resolve("pids");
        // one child, one whose parent is gone, and one that ran away into a session of its own
        script(
                "hang",
                "sleep 1000 & echo $! > '" + pids + ".new'\n"
                        + "( sleep 1000 & echo $! >> '" + pids + ".new' )\n"
                        + "setsid sleep 1000 & echo $! >> '" + pids + ".new'\n"
                        + "echo $$ >> '" + pids + ".new'; mv '" + pids + ".new' '" + pids + "'\n"
                        + "wait\n");
        HookRunner calls = start(Duration.ofSeconds(1));
        calls.told(connected(1));
        await(() -> Files.exists(pids), "the program");
        await(() -> calls.counts().overdue() == 1, "its end");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(4);
        for (String pid : started) {
            await(() -> isGone(Long.parseLong(pid)), "the end of process " + pid);
        }
        assertThat(calls.counts().running()).isZero();
    }

    // one that init has not buried yet is as good as gone
    private static boolean isGone(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void whatAProgramLeavesRunning_isEndedWithIt() throws Exception {
        Path pid = folder.resolve("pid");
        script("leave", "sleep 1000 > /dev/null 2>&1 & echo $! > '" + pid + "'\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> calls.counts().done() == 1, "the call");
        long left = Long.parseLong(Files.readString(pid).strip());
        await(() -> isGone(left), "the end of what it left");
    }

    @Test
    void outputWithoutEnd_andInputUnread_holdNothingUp() throws Exception {
        script("loud", "exec 0<&-; head -c 5000000 /dev/zero | tr '\\0' x; exit 3\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> calls.counts().failed() == 1, "the call");
    }

    @Test
    void oneHook_isCalledInOrder_oneAtATime_andNotForEverWaiting() throws Exception {
        Path out = folder.resolve("out");
        Path go = folder.resolve("go");
        script("slow", "while [ ! -e '" + go + "' ]; do sleep 0.05; done; cut -d, -f1 >> '" + out + "'\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> calls.counts().running() == 1, "the first call");
        for (int seq = 2; seq <= HookLine.MOST + 11; seq++) {
            calls.told(connected(seq));
        }
        await(() -> calls.counts().dropped() == 10, "what is over");
        await(() -> calls.counts().waiting() == HookLine.MOST, "what has room");
        assertThat(calls.counts().running()).isOne();
        Files.createFile(go);
        await(() -> calls.counts().done() == HookLine.MOST + 1, "all that waited");
        List<String> seen = Files.readAllLines(out);
        assertThat(seen).hasSize(HookLine.MOST + 1);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo("{\"seq\":" + (i + 1));
        }
    }

    @Test
    void hookThatHangs_holdsUpNeitherWhoTellsNorAnotherHook() throws Exception {
        script("hang", "sleep 1000\n");
        Path out = folder.resolve("out");
        script("tell", "cat >> '" + out + "'\n");
        HookRunner calls = start(HookRunner.LIMIT);
        long began = System.nanoTime();
        for (int seq = 1; seq <= 10_000; seq++) {
            calls.told(connected(seq));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        await(() -> calls.counts().done() > 0, "the other hook's call");
        assertThat(hasText(out)).isTrue();
        assertThat(calls.counts().dropped()).isPositive();
        assertThat(calls.counts().waiting()).isLessThan(1000);
    }

    @Test
    void close_waitsALittle_andCutsOffWhatHangs() throws Exception {
        Path pid = folder.resolve("pid");
        script("hang", "echo $$ > '" + pid + "'; sleep 1000\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> hasText(pid), "the program");
        calls.told(connected(2));
        long began = System.nanoTime();
        calls.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        long running = Long.parseLong(Files.readString(pid).strip());
        await(() -> isGone(running), "the end of the program");
        await(() -> calls.counts().dropped() == 1, "the one that waited");
        calls.told(connected(3));
        assertThat(calls.counts().waiting()).isZero();
    }

    @Test
    void close_letsWhatJustHappenedBeCalled() throws Exception {
        Path out = folder.resolve("out");
        script("tell", "cat > '" + out + "'\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        calls.close();
        assertThat(hasText(out)).isTrue();
        assertThat(calls.counts().done()).isOne();
    }

    @Test
    void eventsAndEntries_choose() throws Exception {
        Path out = folder.resolve("out");
        Path program = script("some", "echo $1 >> '" + out + "'\n");
        toml("some", "program = \"" + program + "\"\nevents = [\"failed\"]\nentries = [\"büro\"]\n");
        toml("others", "program = \"" + program + "\"\nentries = [\"office\"]\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        calls.told(failed(2));
        await(() -> calls.counts().done() == 1, "the call");
        calls.close();
        assertThat(Files.readAllLines(out)).containsExactly("failed");
    }

    /// SECURITY: nothing runs that somebody else could have put there (H7).
    @Test
    void whatOthersMayWrite_isNotRun_H7() throws Exception {
        Path out = folder.resolve("out");
        Path good = script("good", "echo good >> '" + out + "'\n");
        Path shared = write(folder.resolve("shared"), "#!/bin/sh\necho bad >> '" + out + "'\n", "rwxrwxr-x");
        toml("writable-program", "program = \"" + shared + "\"\n");
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path inside = write(open.resolve("inside"), Files.readString(shared), "rwxr-xr-x");
        toml("writable-directory", "program = \"" + inside + "\"\n");
        Files.createSymbolicLink(folder.resolve("link"), shared);
        toml("link", "program = \"" + folder.resolve("link") + "\"\n");
        // others choose which of root's programs it is
        Files.createSymbolicLink(open.resolve("choice"), good);
        toml("link-of-others", "program = \"" + open.resolve("choice") + "\"\n");
        Files.createSymbolicLink(folder.resolve("first"), open.resolve("choice"));
        toml("link-to-a-link-of-others", "program = \"" + folder.resolve("first") + "\"\n");
        Files.createSymbolicLink(folder.resolve("round"), folder.resolve("round"));
        toml("round", "program = \"" + folder.resolve("round") + "\"\n");
        write(hooks.resolve("writable-file.toml"), "program = \"" + good + "\"\n", "rw-rw-r--");
        toml("no-program", "program = \"" + folder.resolve("nowhere") + "\"\n");
        toml("a-directory", "program = \"" + open + "\"\n");
        toml("broken", "program = \n");
        int others = 8;
        if (FileTrust.ofProcess().uid() == 0) {
            Path theirs = write(folder.resolve("theirs"), Files.readString(shared), "rwxr-xr-x");
            Files.setAttribute(theirs, "unix:uid", 4711);
            toml("theirs", "program = \"" + theirs + "\"\n");
            Path temporary = Files.createDirectory(folder.resolve("temporary"));
            Files.setAttribute(temporary, "unix:mode", 01777);
            Path link = Files.createSymbolicLink(temporary.resolve("link"), good);
            Files.setAttribute(link, "unix:uid", 4711, LinkOption.NOFOLLOW_LINKS);
            toml("their-link", "program = \"" + link + "\"\n");
            others += 2;
        }
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        int refused = others;
        await(() -> calls.counts().done() == 1 && calls.counts().failed() == refused, "the calls");
        assertThat(Files.readAllLines(out)).containsExactly("good");

        Files.setPosixFilePermissions(hooks, PosixFilePermissions.fromString("rwxrwxr-x"));
        calls.told(connected(2));
        calls.close();
        assertThat(Files.readAllLines(out))
                .as("a directory that others may write")
                .hasSize(1);
    }

    @Test
    void linksOfRoot_areFollowed() throws Exception {
        Path out = folder.resolve("out");
        Path good = script("good", "echo good >> '" + out + "'\n");
        Path above = Files.createDirectory(folder.resolve("above"));
        Files.createSymbolicLink(above.resolve("program"), Path.of("..").resolve(good.getFileName()));
        Files.createSymbolicLink(folder.resolve("directory"), above);
        toml("good", "program = \"" + folder.resolve("directory/program") + "\"\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> calls.counts().done() == 1, "the call");
        assertThat(Files.readAllLines(out)).containsExactly("good");
    }

    @Test
    void filesThatCannotBeRead_costOnlyThemselves() throws Exception {
        Path out = folder.resolve("out");
        script("tell", "cat >> '" + out + "'\n");
        toml("deep", "entries = " + "[".repeat(16_000) + "\n");
        Path pipe = hooks.resolve("pipe.toml");
        assertThat(new ProcessBuilder("mkfifo", "-m", "644", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createDirectory(hooks.resolve("directory.toml"));
        HookRunner calls = start(HookRunner.LIMIT);
        for (int seq = 1; seq <= 2; seq++) {
            int count = seq;
            calls.told(connected(seq));
            await(() -> calls.counts().done() == count, "call " + count);
        }
        assertThat(Files.readAllLines(out)).hasSize(2);
    }

    /// What got away from its session and its parent is not found, and has the pipe.
    @Test
    void outputThatSomebodyHoldsOpen_keepsNoThread() throws Exception {
        Path pid = folder.resolve("pid");
        script(
                "leave",
                "( setsid sh -c 'echo $$ > \"" + pid + "\"; exec sleep 1000' & )\n" + "while [ ! -s '" + pid
                        + "' ]; do sleep 0.01; done\necho words\nexit 3\n");
        HookRunner calls = start(HookRunner.LIMIT);
        calls.told(connected(1));
        await(() -> calls.counts().failed() == 1, "the call");
        try {
            await(
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("hook-output")),
                    "the end of the thread that reads");
        } finally {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void url_getsTheNotification_andNoRedirectIsFollowed() throws Exception {
        try (TinyWebServer server = new TinyWebServer()) {
            String base = "http://127.0.0.1:" + server.port();
            toml("tell", "url = \"" + base + "/tell?token=t\"\n");
            toml("away", "url = \"" + base + "/away\"\n");
            HookRunner calls = start(HookRunner.LIMIT);
            calls.told(failed(2));
            await(() -> calls.counts().done() == 1 && calls.counts().failed() == 1, "both calls");
            assertThat(server.asked()).hasSize(2).noneMatch(request -> request.startsWith("POST /elsewhere "));
            String told = server.asked().stream()
                    .filter(request -> request.startsWith("POST /tell?token=t HTTP/1.1\r\n"))
                    .findFirst()
                    .orElseThrow();
            assertThat(told)
                    .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
                    .containsIgnoringCase("\r\nDialtone-Event: failed\r\n");
            JsonObject json = Json.object(told.substring(told.indexOf("\r\n\r\n") + 4));
            assertThat(Wire.notification(json)).isEqualTo(failed(2));
        }
    }

    @Test
    void serverThatNeverAnswers_isLeftAtTheLimit_andOneThatIsNotThereAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = silent.getLocalPort();
            toml("silent", "url = \"http://127.0.0.1:" + port + "/secret\"\n");
            HookRunner calls = start(Duration.ofMillis(500));
            calls.told(connected(1));
            await(() -> calls.counts().overdue() == 1, "the limit");
            silent.close();
            calls.told(connected(2));
            await(() -> calls.counts().failed() == 1, "the refusal");
        }
    }
}
