package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A host with two servers, [#A] and [#B], whose inner networks have the same addresses, and Dialtone on it: each
/// machine a network namespace. The daemon is in the host's network alone, not in a mount namespace of its own: what
/// it does in `/run/netns` and `/etc/netns` is seen by all. Gone with [#close].
final class TwinRig implements AutoCloseable {
    static final String A = "a";
    static final String B = "b";
    static final String INSIDE = "10.99.0.1";
    private static final Path NAMES = Path.of("/run/netns");
    private static final Path CONFIGURATIONS = Path.of("/etc/netns");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix = "dtw" + ProcessHandle.current().pid() % 100_000 + COUNT.incrementAndGet();
    private final String host = prefix + "-host";
    private final List<String> machines = List.of(host, prefix + "-" + A, prefix + "-" + B);
    private final Path folder;
    private final Map<String, String> environment;
    private final List<PeerProcess> processes = new ArrayList<>();
    private @Nullable PeerProcess daemon;

    private TwinRig(Path folder) {
        this.folder = folder;
        this.environment = Map.of("DIALTONE_SOCKET", folder.resolve("d.sock").toString());
    }

    /// Skips the test, or fails it, where namespaces cannot be made.
    static TwinRig up(Path folder) {
        Requires.namespaces();
        TwinRig rig = new TwinRig(folder);
        try {
            rig.machines.forEach(rig::machine);
            rig.server(A, "192.0.2");
            rig.server(B, "198.51.100");
            rig.daemon = rig.startDaemon();
            rig.entry(A, "192.0.2.1");
            rig.entry(B, "198.51.100.1");
            return rig;
        } catch (IOException e) {
            rig.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void machine(String name) {
        succeed("ip", "netns", "add", name);
        succeed("ip", "-n", name, "link", "set", "lo", "up");
    }

    private void server(String name, String network) throws IOException {
        String machine = prefix + "-" + name;
        String link = "to-" + name;
        succeed("ip", "-n", host, "link", "add", link, "type", "veth", "peer", "name", "outer", "netns", machine);
        for (List<String> end : List.of(List.of(host, link, ".2"), List.of(machine, "outer", ".1"))) {
            succeed("ip", "-n", end.get(0), "link", "set", end.get(1), "addrgenmode", "none");
            succeed("ip", "-n", end.get(0), "address", "add", network + end.get(2) + "/24", "dev", end.get(1));
            succeed("ip", "-n", end.get(0), "link", "set", end.get(1), "up");
        }
        Path place = Files.createDirectory(folder.resolve(name));
        Path password = Files.writeString(place.resolve("password"), "twin-pass\n");
        String java = String.join(" ", dialtoneJava("dev.dialtone.testkit/dev.dialtone.testkit.TunnelServer"));
        // its input ends with the shell that holds the pipe open
        start(in(
                        machine,
                        "sh",
                        "-c",
                        "(cat " + password + "; exec sleep 600) | exec " + java + " " + place + " " + network
                                + ".1 443"))
                .line("ready"::equals);
        start(in(
                        machine,
                        java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BannerProgram.class.getName(),
                        "this is " + name))
                .line("ready"::equals);
    }

    private PeerProcess startDaemon() {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + NAMES.resolve(host)));
        command.addAll(dialtoneJava("dev.dialtone.cli/dev.dialtone.cli.Main"));
        command.addAll(List.of("daemon", "--socket", folder.resolve("d.sock").toString()));
        command.addAll(List.of("--config", folder.resolve("config").toString()));
        command.addAll(List.of("--state", folder.resolve("state").toString()));
        PeerProcess started = start(command);
        started.line(line -> line.contains("ready"));
        return started;
    }

    private void entry(String name, String server) {
        done(
                "entry",
                "set",
                name,
                "--protocol",
                "sstp",
                "--server",
                server,
                "--user",
                "bench",
                "--ca",
                folder.resolve(name).resolve("ca.pem").toString(),
                "server-name=answerer.dialtone.example",
                "netns=" + namespace(name));
        done(
                "credentials",
                "set",
                name,
                "--user",
                "bench",
                "--password-file",
                folder.resolve(name).resolve("password").toString());
    }

    /// Where the entry's connections are.
    String namespace(String entry) {
        return prefix + "-in-" + entry;
    }

    /// A command of the command line, in the test's own network.
    PeerProcess run(String... arguments) {
        return start(arguments).await();
    }

    /// As above, while it runs.
    PeerProcess start(String... arguments) {
        List<String> command = new ArrayList<>(dialtoneJava("dev.dialtone.cli/dev.dialtone.cli.Main"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    PeerProcess done(String... arguments) {
        PeerProcess process = run(arguments);
        assertThat(process.code()).as("%s\ndaemon: %s", process, daemon).isZero();
        return process;
    }

    /// What `exec` in that entry's place says.
    String exec(String entry, String script) {
        return done("exec", entry, "--", "bash", "-c", script).text();
    }

    /// What the server of the entry says by the inner address, which is the same for both.
    String banner(String entry) {
        return exec(entry, "exec 3<>/dev/tcp/" + INSIDE + "/" + BannerProgram.PORT + "; cat <&3");
    }

    JsonObject projection(String entry) {
        return PeerDialtone.objects(done("status", entry, "--json"))
                .getFirst()
                .object("projection")
                .orElseThrow();
    }

    void killDaemon() {
        PeerProcess killed = Objects.requireNonNull(daemon);
        killed.kill();
        killed.await();
    }

    void restartDaemon() {
        daemon = startDaemon();
    }

    /// Somebody makes the namespace of an entry before it is dialled.
    void makeNamespace(String entry) {
        machine(namespace(entry));
    }

    void deleteNamespace(String entry) {
        succeed("ip", "netns", "del", namespace(entry));
    }

    boolean isThere(String entry) {
        return Files.exists(NAMES.resolve(namespace(entry)));
    }

    /// All that a dial may change in a network namespace.
    String state(String namespace) {
        return succeed(
                        "sh",
                        "-c",
                        "ip -n " + namespace + " address; for f in -4 -6; do ip -n " + namespace
                                + " $f route show table all; ip -n " + namespace + " $f rule; done")
                .text()
                // of routers that nobody heard
                .replaceAll("expires \\d+sec", "expires …");
    }

    String hostState() {
        return state(host);
    }

    void assertNothingLeft() {
        for (String entry : List.of(A, B)) {
            assertThat(isThere(entry)).as("the namespace of %s", entry).isFalse();
            assertThat(CONFIGURATIONS.resolve(namespace(entry))).doesNotExist();
        }
    }

    private static List<String> in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    private static List<String> dialtoneJava(String main) {
        String modules = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(path -> !path.contains("test-classes"))
                .collect(Collectors.joining(":"));
        return List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-p",
                modules,
                "-m",
                main);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private PeerProcess start(List<String> command) {
        PeerProcess process = PeerProcess.start(environment, command);
        processes.add(process);
        return process;
    }

    private static PeerProcess succeed(String... command) {
        PeerProcess process = PeerProcess.run(command);
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
        return process;
    }

    /// What still runs in the machines is ours alone.
    @Override
    public void close() {
        if (daemon != null) {
            // it takes its namespaces away
            daemon.terminate();
            daemon.await();
        }
        processes.forEach(PeerProcess::terminate);
        for (String machine : machines) {
            PeerProcess.run(
                    "sh",
                    "-c",
                    "ip netns pids " + machine + " 2>/dev/null | xargs -r kill -9; ip netns del " + machine);
        }
    }
}
