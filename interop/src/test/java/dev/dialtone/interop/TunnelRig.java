package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Two hosts in namespaces of their own with one link, the answerer for quantities on one, the daemon on the other,
/// connected; and a [TransferProgram] behind the answerer. Gone with [#close].
final class TunnelRig implements AutoCloseable {
    static final String INSIDE = "10.99.0.1";
    static final String INSIDE_V6 = "fd99::1";
    private static final String SERVER = "dev.dialtone.testkit/dev.dialtone.testkit.TunnelServer";
    private static final String OUTSIDE = "192.0.2.1";
    private static final String ENTRY = "quantities";
    private static final int RELAY_PORT = 4_443;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "dtt" + ProcessHandle.current().pid() % 100_000 + "-" + COUNT.incrementAndGet();
    private final String client = name + "c";
    private final String server = name + "s";
    private final Path folder;
    private final Path configuration = Path.of("/etc/netns", client);
    private final List<PeerProcess> processes = new ArrayList<>();
    private final Map<String, String> environment;
    private PeerProcess answerer;

    private TunnelRig(Path folder) {
        this.folder = folder;
        Map<String, String> all = new HashMap<>(PeerDialtone.NO_PROXY);
        all.put("DIALTONE_SOCKET", folder.resolve("d.sock").toString());
        this.environment = Map.copyOf(all);
    }

    /// What the way is like.
    enum Way {
        PLAIN,
        /// Behind the server packets are lost and overtake each other, both ways.
        ROUGH,
        /// The carrier's bytes come in tiny pieces, both ways.
        TINY
    }

    /// Skips the test, or fails it, where namespaces cannot be made.
    ///
    /// @param clientOffload `all` or `none`: whether the TUN of that end hands over super-packets
    static TunnelRig up(Path folder, String clientOffload, String serverOffload, Way way) {
        Requires.namespaces();
        TunnelRig rig = new TunnelRig(folder);
        try {
            rig.link();
            rig.startServer(serverOffload, way == Way.ROUGH ? " 4711 tells" : " tells");
            if (way == Way.TINY) {
                rig.start(in(rig.client, classic(TinyRelay.class, Integer.toString(RELAY_PORT), OUTSIDE, "443")))
                        .line(line -> line.equals("ready"));
            }
            rig.startDaemon(clientOffload);
            rig.entry(
                    way == Way.TINY ? List.of("127.0.0.1", "" + RELAY_PORT) : List.of(OUTSIDE, "443"),
                    "--split",
                    "--route",
                    "10.99.0.0/24");
            rig.dial();
            // as the router there advertises it
            rig.awaitInClient("ip -6 address show", "inet6 fd99::");
            rig.start(in(rig.server, classic(TransferProgram.class, "serve"))).line(line -> line.equals("ready"));
            return rig;
        } catch (IOException e) {
            rig.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    /// The same without an entry and without a connection.
    ///
    /// @param words further arguments of the server
    static TunnelRig idle(Path folder, String words) {
        Requires.namespaces();
        TunnelRig rig = new TunnelRig(folder);
        try {
            rig.link();
            rig.startServer("all", words);
            rig.startDaemon("all");
            return rig;
        } catch (IOException e) {
            rig.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void link() {
        for (String one : List.of(client, server)) {
            succeed(List.of("ip", "netns", "add", one));
            succeed(in(one, "ip", "link", "set", "lo", "up"));
        }
        try {
            Files.createDirectories(configuration);
            Files.writeString(configuration.resolve("resolv.conf"), "nameserver 192.0.2.53\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        succeed(List.of(
                "ip", "link", "add", "outer", "netns", client, "type", "veth", "peer", "name", "outer", "netns",
                server));
        succeed(in(client, "ip", "address", "add", "192.0.2.2/24", "dev", "outer"));
        succeed(in(server, "ip", "address", "add", OUTSIDE + "/24", "dev", "outer"));
        for (String one : List.of(client, server)) {
            succeed(in(one, "ip", "link", "set", "outer", "up"));
        }
    }

    private void startServer(String offload, String more) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "quantity-pass\n");
        Path input = folder.resolve("input");
        succeed(List.of("mkfifo", input.toString()));
        String java = String.join(" ", modular("-Ddialtone.tun.offload=" + offload, SERVER));
        // its input ends with the shell that holds the pipe open
        answerer = start(in(
                server,
                "sh",
                "-c",
                "(cat " + password + "; exec sleep 600) | exec " + java + " " + folder + " " + OUTSIDE + " 443"
                        + more));
        answerer.line(line -> line.equals("ready"));
    }

    private void startDaemon(String offload) {
        List<String> daemon = new ArrayList<>(
                in(client, modular("-Ddialtone.tun.offload=" + offload, "dev.dialtone.cli/dev.dialtone.cli.Main")));
        daemon.addAll(List.of("daemon", "--socket", folder.resolve("d.sock").toString()));
        daemon.addAll(List.of("--config", folder.resolve("config").toString()));
        daemon.addAll(List.of("--state", folder.resolve("state").toString()));
        start(daemon).line(line -> line.contains("ready"));
    }

    private void entry(List<String> to, String... more) {
        List<String> command = new ArrayList<>(List.of("entry", "set", ENTRY, "--protocol", "sstp"));
        command.addAll(List.of("--server", to.getFirst(), "port=" + to.getLast(), "--user", "bench"));
        command.addAll(List.of("--ca", folder.resolve("ca.pem").toString()));
        command.add("server-name=answerer.dialtone.example");
        command.addAll(List.of(more));
        cli(command.toArray(String[]::new));
    }

    /// Makes the entry that leads to the server.
    void entry(String... more) {
        entry(List.of(OUTSIDE, "443"), more);
    }

    void dial() {
        cli("dial", ENTRY, "--password-file", folder.resolve("password").toString());
    }

    void hangUp() {
        cli("hangup", ENTRY);
    }

    /// What `status --json` says of the connection.
    JsonObject projection() {
        String json = cli("status", ENTRY, "--json").text();
        return Json.object(json.strip()).object("projection").orElseThrow();
    }

    String inClient(String... command) {
        return succeed(in(client, command)).text();
    }

    String inServer(String... command) {
        return succeed(in(server, command)).text();
    }

    PeerProcess startInServer(String... command) {
        return start(in(server, command));
    }

    /// Waits until a command in the client's namespace says some words, 20 s at most.
    void awaitInClient(String command, String words) {
        succeed(in(
                client,
                "sh",
                "-c",
                "for i in $(seq 100); do " + command + " | grep -qF '" + words + "' && exit 0; sleep 0.2; done; "
                        + command + "; exit 1"));
    }

    /// The folder of everything the rig writes.
    Path folder() {
        return folder;
    }

    private PeerProcess cli(String... arguments) {
        List<String> command =
                new ArrayList<>(modular("-XX:TieredStopAtLevel=1", "dev.dialtone.cli/dev.dialtone.cli.Main"));
        command.addAll(List.of(arguments));
        PeerProcess process = PeerProcess.start(environment, command).await();
        assertThat(process.code()).as(process.toString()).isZero();
        return process;
    }

    /// What the program of the same name says that came through.
    List<String> fetch(String host, List<String> sizes) {
        return fetch("fetch", host, sizes);
    }

    /// Without datagrams.
    List<String> fetchTcp(String host, List<String> sizes) {
        return fetch("fetch-tcp", host, sizes);
    }

    private List<String> fetch(String how, String host, List<String> sizes) {
        List<String> command = new ArrayList<>(in(client, classic(TransferProgram.class, how, host)));
        command.addAll(sizes);
        return succeed(command).lines().stream().map(PeerProcess.Line::text).toList();
    }

    /// From now on some of the packets that leave the tunnel at the server are lost, before they reach its TCP.
    void lose(int percent) {
        succeed(in(
                server,
                "iptables",
                "-A",
                "INPUT",
                "-i",
                "dts+",
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                Double.toString(percent / 100.0),
                "-j",
                "DROP"));
    }

    /// How many were.
    int lost() {
        String counters =
                succeed(in(server, "iptables", "-L", "INPUT", "-v", "-n", "-x")).text();
        return counters.lines()
                .filter(line -> line.contains("DROP"))
                .mapToInt(line -> Integer.parseInt(line.strip().split("\\s+")[0]))
                .sum();
    }

    /// Hangs up, and gives what the server then says of a rough way: packets lost and overtaken.
    List<Integer> roughness() {
        cli("hangup", ENTRY);
        String[] words = answerer.line(line -> line.startsWith("rough ")).text().split(" ", -1);
        return List.of(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private static List<String> in(String namespace, String... command) {
        return in(namespace, Arrays.asList(command));
    }

    private static List<String> in(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    /// A program of the product.
    private static List<String> modular(String option, String main) {
        String modules = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(p -> !p.contains("test-classes"))
                .collect(Collectors.joining(":"));
        return List.of(
                java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                option,
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-p",
                modules,
                "-m",
                main);
    }

    /// A program of the tests.
    private static List<String> classic(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(java(), "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private PeerProcess start(List<String> command) {
        PeerProcess process = PeerProcess.start(environment, command);
        processes.add(process);
        return process;
    }

    private static PeerProcess succeed(List<String> command) {
        PeerProcess process = PeerProcess.start(Map.of(), command).await();
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
        return process;
    }

    /// What still runs in the namespaces is ours alone.
    @Override
    public void close() {
        processes.forEach(PeerProcess::terminate);
        for (String one : List.of(client, server)) {
            PeerProcess.run(
                    "sh", "-c", "ip netns pids " + one + " 2>/dev/null | xargs -r kill -9; ip netns del " + one);
        }
        PeerProcess.run("rm", "-rf", configuration.toString());
    }
}
