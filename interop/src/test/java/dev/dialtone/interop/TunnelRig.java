package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

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
            rig.startServer(serverOffload, way == Way.ROUGH ? " 4711" : "");
            if (way == Way.TINY) {
                rig.start(in(rig.client, classic(TinyRelay.class, Integer.toString(RELAY_PORT), OUTSIDE, "443")))
                        .line(line -> line.equals("ready"));
            }
            rig.dial(clientOffload, way == Way.TINY ? List.of("127.0.0.1", "" + RELAY_PORT) : List.of(OUTSIDE, "443"));
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

    private void dial(String offload, List<String> to) throws IOException {
        List<String> daemon = new ArrayList<>(
                in(client, modular("-Ddialtone.tun.offload=" + offload, "dev.dialtone.cli/dev.dialtone.cli.Main")));
        daemon.addAll(List.of("daemon", "--socket", folder.resolve("d.sock").toString()));
        daemon.addAll(List.of("--config", folder.resolve("config").toString()));
        daemon.addAll(List.of("--state", folder.resolve("state").toString()));
        start(daemon).line(line -> line.contains("ready"));
        cli(
                "entry",
                "set",
                ENTRY,
                "--protocol",
                "sstp",
                "--server",
                to.getFirst(),
                "port=" + to.getLast(),
                "--user",
                "bench",
                "--ca",
                folder.resolve("ca.pem").toString(),
                "--split",
                "--route",
                "10.99.0.0/24",
                "server-name=answerer.dialtone.example");
        cli("dial", ENTRY, "--password-file", folder.resolve("password").toString());
        // a PPP link has no IPv6 prefix of its own: given here, as a router's advertisement would
        String device = succeed(
                        in(client, "sh", "-c", "ip -o route get " + INSIDE + " | sed 's/.* dev \\([^ ]*\\).*/\\1/'"))
                .text()
                .strip();
        succeed(in(client, "ip", "address", "add", "fd99::2/64", "dev", device, "nodad"));
        List<String> serving = new ArrayList<>(in(server, classic(TransferProgram.class, "serve")));
        start(serving).line(line -> line.equals("ready"));
    }

    private void cli(String... arguments) {
        List<String> command =
                new ArrayList<>(modular("-XX:TieredStopAtLevel=1", "dev.dialtone.cli/dev.dialtone.cli.Main"));
        command.addAll(List.of(arguments));
        PeerProcess process = PeerProcess.start(environment, command).await();
        assertThat(process.code()).as(process.toString()).isZero();
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
    }
}
