package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.client.RemoteClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Dialtone as processes in a namespace of the test's own: the daemon and the answerers, and commands on demand.
final class Programs implements AutoCloseable {
    private final Namespace namespace = new Namespace();
    private final Path folder;
    private final Launch launch;
    private final Keeping keeping;
    private final Map<String, Integer> dialled = new ConcurrentHashMap<>();
    private final PeerProcess answerers;
    private final String before;
    private PeerProcess daemon;

    /// Whoever starts the tests in the background has them ignore SIGINT.
    private static final List<String> DEFAULT_SIGNAL = List.of("env", "--default-signal=INT");

    /// How a daemon is started, given the arguments of `dialtone`.
    @FunctionalInterface
    interface Launch {
        List<String> command(String... arguments);
    }

    /// What the daemon is told about secrets.
    ///
    /// @param options     of the daemon
    /// @param environment of it
    /// @param stores      whether it stores what it is given, so that entries have a sign-in from the beginning
    record Keeping(List<String> options, Map<String, String> environment, boolean stores) {
        static final Keeping USUAL = new Keeping(List.of(), Map.of(), true);
    }

    /// @param options of the daemon's Java
    Programs(Path folder, String... options) throws IOException {
        this(folder, arguments -> dialtone(List.of(options), arguments));
    }

    Programs(Path folder, Launch launch) throws IOException {
        this(folder, launch, Keeping.USUAL);
    }

    Programs(Path folder, Keeping keeping) throws IOException {
        this(folder, arguments -> dialtone(List.of(), arguments), keeping);
    }

    private Programs(Path folder, Launch launch, Keeping keeping) throws IOException {
        this.folder = folder;
        this.launch = launch;
        this.keeping = keeping;
        Path ca = folder.resolve("ca.pem");
        answerers = PeerProcess.start(
                Map.of(),
                Arrays.asList(namespace.inside(
                        java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnswererProgram.class.getName(),
                        ca.toString())));
        var unused = answerers.line("ready"::equals);
        before = namespace.state();
        daemon = startDaemon();
        try (RemoteAccess client = client()) {
            for (PeerProcess.Line line : answerers.lines()) {
                String[] words = line.text().split(" ");
                if (words[0].equals("port")) {
                    client.setEntry(Entry.of(words[1])
                            .with(EntryOption.SERVER, "127.0.0.1")
                            .with(EntryOption.PORT, words[2])
                            .with(EntryOption.SERVER_NAME, Rig.SERVER_NAME)
                            .with(EntryOption.CA, Files.readString(ca)));
                    if (keeping.stores) {
                        client.setCredentials(words[1], Rig.USER, "", Rig.PASSWORD);
                    }
                }
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The product's modules as `./dialtone` starts them; no test class is among them.
    static List<String> dialtone(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(DEFAULT_SIGNAL);
        command.addAll(List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(DaemonCache.options());
        command.addAll(options);
        command.addAll(CommandLine.product());
        command.addAll(List.of(arguments));
        return command;
    }

    Path socket() {
        return folder.resolve("sock");
    }

    String[] daemonArguments(Path socket) {
        return new String[] {
            "daemon",
            "--socket",
            socket.toString(),
            "--config",
            folder.resolve("config").toString(),
            "--state",
            folder.resolve("state").toString()
        };
    }

    private PeerProcess startDaemon() {
        List<String> arguments = new ArrayList<>(List.of(daemonArguments(socket())));
        arguments.addAll(keeping.options);
        PeerProcess started = PeerProcess.start(
                keeping.environment,
                Arrays.asList(namespace.inside(
                        launch.command(arguments.toArray(String[]::new)).toArray(String[]::new))));
        started.line(line -> line.contains("ready"));
        return started;
    }

    PeerProcess daemon() {
        return daemon;
    }

    /// SIGKILL; when, as [System#nanoTime].
    long killDaemon() {
        long killed = System.nanoTime();
        daemon.kill();
        daemon.await();
        return killed;
    }

    /// Starts a daemon if a test left none.
    void ensureDaemon() {
        if (ProcessHandle.of(daemon.pid()).isEmpty()) {
            restartDaemon();
        }
    }

    /// The next daemon on the same places.
    void restartDaemon() {
        daemon = startDaemon();
    }

    /// A client in this process; the socket is reached from any namespace.
    RemoteAccess client() {
        return RemoteClient.connect(socket());
    }

    /// A command of the command line as a process in the namespace.
    PeerProcess start(String... arguments) {
        if (arguments[0].equals("dial")) {
            dials(arguments[1]);
        }
        List<String> command = new ArrayList<>(DEFAULT_SIGNAL);
        command.addAll(CommandLine.of(arguments));
        if (arguments[0].equals("daemon")) {
            command = dialtone(List.of(), arguments);
        }
        return PeerProcess.start(
                Map.of("DIALTONE_SOCKET", socket().toString()),
                Arrays.asList(namespace.inside(command.toArray(String[]::new))));
    }

    /// Two echoes from within the namespace.
    PeerProcess ping(String address) {
        return PeerProcess.run(namespace.inside("busybox", "ping", "-c", "2", "-W", "5", address));
    }

    /// A program of this machine, from within the namespace.
    PeerProcess inside(String... command) {
        return PeerProcess.start(Map.of(), Arrays.asList(namespace.inside(command)));
    }

    /// Notes that an answerer is dialled once more.
    void dials(String entry) {
        dialled.merge(entry, 1, Integer::sum);
    }

    /// Waits until the answerer holds its newest client.
    void awaitHeld(String entry) {
        awaitLine("held " + entry + " " + dialled.get(entry));
    }

    /// Waits until the answerer's newest client has gone.
    void awaitEnded(String entry) {
        awaitLine("ended " + entry + " " + dialled.get(entry));
    }

    private void awaitLine(String line) {
        var unused = answerers.line(line::equals);
    }

    /// What a dial may change of the namespace, as text.
    String state() {
        return namespace.state();
    }

    /// The file that names in the namespace are resolved by.
    Path resolvConf() {
        return namespace.resolvConf();
    }

    /// The namespace is as it was before the daemon.
    void assertNothingLeft() {
        assertThat(namespace.state()).isEqualTo(before);
    }

    @Override
    public void close() {
        daemon.kill();
        daemon.await();
        answerers.kill();
        answerers.await();
        namespace.close();
    }
}
