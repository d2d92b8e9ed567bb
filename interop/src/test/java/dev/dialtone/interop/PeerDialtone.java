package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Dialtone as its user has it: the daemon as a process in the peer's client namespace, the command line as processes
/// that reach it through its socket. Both start from the module path, as `./dialtone` does.
final class PeerDialtone implements AutoCloseable {
    private final UnaryOperator<List<String>> place;
    private final Path folder;
    private final Map<String, String> environment;
    private PeerProcess daemon;

    /// An environment without a proxy that whoever runs the tests may have.
    static final Map<String, String> NO_PROXY =
            Map.of("https_proxy", "", "HTTPS_PROXY", "", "all_proxy", "", "ALL_PROXY", "");

    /// @param folder for the socket, the entries and the state; a new daemon on the same folder is the next one
    PeerDialtone(PeerServer server, Path folder) {
        this(server, folder, NO_PROXY);
    }

    /// @param more variables of the daemon and the commands
    PeerDialtone(PeerServer server, Path folder, Map<String, String> more) {
        this(server::inside, folder, more);
    }

    /// @param place makes the daemon's command one in its place
    PeerDialtone(UnaryOperator<List<String>> place, Path folder) {
        this(place, folder, NO_PROXY);
    }

    private PeerDialtone(UnaryOperator<List<String>> place, Path folder, Map<String, String> more) {
        this.place = place;
        this.folder = folder;
        Map<String, String> all = new HashMap<>(more);
        all.put("DIALTONE_SOCKET", folder.resolve("dialtone.sock").toString());
        this.environment = Map.copyOf(all);
        this.daemon = startDaemon();
    }

    private PeerProcess startDaemon() {
        List<String> command = java("-Xmx128m", "-XX:TieredStopAtLevel=4");
        command.addAll(List.of(
                "daemon",
                "--socket",
                folder.resolve("dialtone.sock").toString(),
                "--config",
                folder.resolve("config").toString(),
                "--state",
                folder.resolve("state").toString()));
        PeerProcess started = PeerProcess.start(environment, place.apply(command));
        started.line(l -> l.contains("ready"));
        return started;
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(DaemonCache.options());
        command.addAll(List.of(options));
        command.addAll(CommandLine.product());
        return command;
    }

    /// Starts a command of the command line.
    PeerProcess start(String... arguments) {
        return PeerProcess.start(environment, CommandLine.of(arguments));
    }

    /// Runs a command of the command line to its end.
    PeerProcess run(String... arguments) {
        return start(arguments).await();
    }

    /// Runs one that must succeed.
    PeerProcess done(String... arguments) {
        PeerProcess process = run(arguments);
        assertThat(process.code()).as("%s\ndaemon: %s", process, daemon).isZero();
        return process;
    }

    /// What a command with `--json` printed.
    static List<JsonObject> objects(PeerProcess process) {
        return process.lines().stream().map(l -> Json.object(l.text())).toList();
    }

    /// The same, of `dial`, `watch` and `log`.
    static List<Notification> notifications(PeerProcess process) {
        return objects(process).stream().map(Wire::notification).toList();
    }

    /// SIGKILL to the daemon.
    ///
    /// @return when, as [System#nanoTime]
    long killDaemon() {
        long killed = System.nanoTime();
        daemon.kill();
        daemon.await();
        return killed;
    }

    /// The next daemon on the same folder.
    void restartDaemon() {
        daemon = startDaemon();
    }

    /// SIGTERM to the daemon, and its end.
    PeerProcess stopDaemon() {
        daemon.terminate();
        return daemon.await();
    }

    @Override
    public void close() {
        stopDaemon();
    }
}
