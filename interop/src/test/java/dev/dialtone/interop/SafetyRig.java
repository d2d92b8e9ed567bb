package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Three hosts in namespaces of their own: a client with the daemon; its router, with the answerer that gives each
/// client a TUN; and a host outside, beyond the router. The router forwards only what comes in on the way it would
/// answer by, so that what should have stayed outside the tunnel is lost. Gone with [#close].
final class SafetyRig implements AutoCloseable {
    static final String CLIENT = "192.0.2.2";
    static final String SERVER = "192.0.2.1";
    static final String OUTSIDE = "198.51.100.9";
    static final String ENTRY = "office";
    private static final String SERVER_PROGRAM = "dev.dialtone.testkit/dev.dialtone.testkit.TunnelServer";
    private static final String CLI = "dev.dialtone.cli/dev.dialtone.cli.Main";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "dtsf" + ProcessHandle.current().pid() % 100_000 + "-" + COUNT.incrementAndGet();
    final String client = name + "c";
    final String router = name + "r";
    final String outside = name + "o";
    final Path folder;
    private final Path netns = Path.of("/etc/netns", client);
    private final List<PeerProcess> processes = new ArrayList<>();
    private final Map<String, String> environment;
    private PeerProcess daemon;
    private PeerProcess answerer;

    private SafetyRig(Path folder) {
        this.folder = folder;
        this.environment = Map.of("DIALTONE_SOCKET", folder.resolve("d.sock").toString());
    }

    /// Skips the test, or fails it, where namespaces cannot be made. The daemon runs, nothing is dialled.
    static SafetyRig up(Path folder) {
        Requires.namespaces();
        SafetyRig rig = new SafetyRig(folder);
        try {
            rig.hosts();
            Files.writeString(folder.resolve("password"), "safety-pass\n");
            rig.startServer();
            rig.startDaemon();
            return rig;
        } catch (IOException e) {
            rig.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void hosts() throws IOException {
        // a resolv.conf of its own, so that none of this machine is touched
        Files.createDirectories(netns);
        Files.writeString(netns.resolve("resolv.conf"), "nameserver " + OUTSIDE + "\n");
        for (String one : List.of(client, router, outside)) {
            succeed(List.of("ip", "netns", "add", one));
            sh(one, "ip link set lo up");
        }
        link(client, "outer", CLIENT, router, "near", SERVER);
        link(outside, "outer", OUTSIDE, router, "far", "198.51.100.1");
        sh(client, "ip route add default via " + SERVER);
        sh(outside, "ip route add default via 198.51.100.1");
        sh(router, "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv4/conf/all/rp_filter");
    }

    private void link(
            String one, String device, String address, String other, String otherDevice, String otherAddress) {
        succeed(List.of(
                "ip",
                "link",
                "add",
                device,
                "netns",
                one,
                "type",
                "veth",
                "peer",
                "name",
                otherDevice,
                "netns",
                other));
        sh(one, "ip link set " + device + " addrgenmode none; ip address add " + address + "/24 dev " + device);
        sh(
                other,
                "ip link set " + otherDevice + " addrgenmode none; ip address add " + otherAddress + "/24 dev "
                        + otherDevice);
        sh(one, "ip link set " + device + " up");
        sh(other, "ip link set " + otherDevice + " up");
    }

    void startServer() throws IOException {
        Path input = folder.resolve("password");
        String java = String.join(" ", modular(SERVER_PROGRAM));
        // its input ends with the shell that holds the pipe open
        answerer = start(in(
                router,
                "sh",
                "-c",
                "(cat " + input + "; exec sleep 600) | exec " + java + " " + folder + " " + SERVER + " 443"));
        answerer.line(line -> line.equals("ready"));
    }

    void startDaemon() {
        List<String> command = new ArrayList<>(in(client, modular(CLI)));
        command.addAll(List.of("daemon", "--socket", folder.resolve("d.sock").toString()));
        command.addAll(List.of("--config", folder.resolve("config").toString()));
        command.addAll(List.of("--state", folder.resolve("state").toString()));
        daemon = start(command);
        daemon.line(line -> line.contains("ready"));
    }

    void killDaemon() {
        daemon.kill();
        daemon.await();
    }

    /// Stores the entry, which sends everything through the tunnel.
    void entry(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "entry",
                "set",
                ENTRY,
                "--protocol",
                "sstp",
                "--server",
                SERVER,
                "--user",
                "bench",
                "--ca",
                folder.resolve("ca.pem").toString(),
                "server-name=answerer.dialtone.example",
                "dns=false"));
        command.addAll(List.of(options));
        dialtone(command.toArray(String[]::new));
    }

    PeerProcess dial(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "dial", ENTRY, "--password-file", folder.resolve("password").toString()));
        command.addAll(List.of(options));
        return dialtone(command.toArray(String[]::new));
    }

    /// Runs a command of the command line that must succeed.
    PeerProcess dialtone(String... arguments) {
        PeerProcess process = startDialtone(arguments).await();
        assertThat(process.code()).as("%s\ndaemon: %s", process, daemon).isZero();
        return process;
    }

    /// Starts one.
    PeerProcess startDialtone(String... arguments) {
        List<String> command = new ArrayList<>(modular(CLI));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /// All that a dial may change on the client: interfaces, addresses, routes, rules, filters.
    String state() {
        return sh(
                client,
                "ip address; ip -4 route show table all; ip -6 route show table all; ip rule;"
                        + " nft list ruleset; cat /etc/resolv.conf");
    }

    /// By which interface the client would send.
    String deviceTo(String address) {
        return sh(client, "ip -o route get " + address + " | sed 's/.* dev \\([^ ]*\\).*/\\1/'")
                .strip();
    }

    /// Runs a line of shell that must succeed; its output.
    String sh(String namespace, String line) {
        return succeed(in(namespace, "sh", "-c", line)).text();
    }

    PeerProcess start(List<String> command) {
        PeerProcess process = PeerProcess.start(environment, command);
        processes.add(process);
        return process;
    }

    static List<String> in(String namespace, String... command) {
        return in(namespace, Arrays.asList(command));
    }

    private static List<String> in(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    private static List<String> modular(String main) {
        String modules = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(p -> !p.contains("test-classes"))
                .collect(Collectors.joining(":"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-p",
                modules,
                "-m",
                main);
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
        for (String one : List.of(client, router, outside)) {
            PeerProcess.run(
                    "sh", "-c", "ip netns pids " + one + " 2>/dev/null | xargs -r kill -9; ip netns del " + one);
        }
        try {
            Files.deleteIfExists(netns.resolve("resolv.conf"));
            Files.deleteIfExists(netns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
