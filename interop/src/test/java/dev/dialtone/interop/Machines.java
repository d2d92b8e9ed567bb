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
import org.jspecify.annotations.Nullable;

/// Machines of a test: network namespaces with links between them, and the processes that were started there;
/// one of them has the daemon, others servers to dial. Gone with [#close].
final class Machines implements AutoCloseable {
    /// Who may sign in at [#answerer].
    static final String USER = "bench";

    /// What its certificate names.
    static final String SERVER_NAME = "answerer.dialtone.example";

    private static final String SERVER = "dev.dialtone.testkit/dev.dialtone.testkit.TunnelServer";
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> machines = new ArrayList<>();
    private final List<Path> configurations = new ArrayList<>();
    private final List<PeerProcess> processes = new ArrayList<>();
    private @Nullable PeerProcess daemon;

    /// @param kind   of the test, a few letters
    /// @param folder for all files
    Machines(String kind, Path folder) {
        this.prefix = kind + ProcessHandle.current().pid() % 100_000 + "-" + COUNT.incrementAndGet();
        this.folder = folder;
        Map<String, String> all = new HashMap<>(PeerDialtone.NO_PROXY);
        all.put("DIALTONE_SOCKET", folder.resolve("d.sock").toString());
        this.environment = Map.copyOf(all);
    }

    Path folder() {
        return folder;
    }

    /// What a machine, or anything else that all machines of this computer see, is to be called.
    String name(String suffix) {
        return prefix + suffix;
    }

    /// A machine with nothing but its loopback.
    ///
    /// @return its name
    String add(String suffix) {
        String name = name(suffix);
        succeed(List.of("ip", "netns", "add", name));
        machines.add(name);
        sh(name, "ip link set lo up");
        return name;
    }

    /// What its programs, started from now on, see as `/etc/resolv.conf`, so that none of this computer is
    /// touched.
    void resolvConf(String machine, String text) {
        Path place = Path.of("/etc/netns", machine);
        configurations.add(place);
        try {
            Files.createDirectories(place);
            Files.writeString(place.resolve("resolv.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Two interfaces that are one cable, with an address of the same /24 each, and no address of their own
    /// making.
    void link(String one, String device, String address, String other, String otherDevice, String otherAddress) {
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
        end(one, device, address);
        end(other, otherDevice, otherAddress);
    }

    private static void end(String machine, String device, String address) {
        sh(
                machine,
                "ip link set " + device + " addrgenmode none; ip address add " + address + "/24 dev " + device
                        + "; ip link set " + device + " up");
    }

    /// Runs a line of shell that must succeed; its output.
    static String sh(String machine, String line) {
        return succeed(in(machine, "sh", "-c", line)).text();
    }

    /// Starts the server for [#USER], which gives each client a TUN; ready when this returns.
    ///
    /// @param place   of its `ca.pem` and of `password`, which the test reads too
    /// @param address that it listens on, at port 443
    /// @param option  of its virtual machine
    /// @param words   further arguments
    PeerProcess answerer(String machine, Path place, String address, String option, String words) {
        Path password = place.resolve("password");
        try {
            Files.writeString(password, "of-" + machine + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String java = String.join(" ", server(option));
        // its input ends with the shell that holds the pipe open
        PeerProcess server = start(in(
                machine,
                "sh",
                "-c",
                "(cat " + password + "; exec sleep 600) | exec " + java + " " + place + " " + address + " 443 "
                        + words));
        server.line("ready"::equals);
        return server;
    }

    PeerProcess answerer(String machine, Path place, String address) {
        return answerer(machine, place, address, "");
    }

    PeerProcess answerer(String machine, Path place, String address, String words) {
        return answerer(machine, place, address, QUICK_START, words);
    }

    /// Starts the daemon; ready when this returns.
    ///
    /// @param place  what comes before its command, as [#in]
    /// @param option of its virtual machine
    void startDaemon(List<String> place, String option) {
        List<String> command = new ArrayList<>(place);
        command.addAll(List.of(java(), "-XX:+UseSerialGC", "-Xmx128m", option));
        command.addAll(DaemonCache.options());
        command.addAll(CommandLine.product());
        command.addAll(List.of("daemon", "--socket", folder.resolve("d.sock").toString()));
        command.addAll(List.of("--config", folder.resolve("config").toString()));
        command.addAll(List.of("--state", folder.resolve("state").toString()));
        PeerProcess started = start(command);
        daemon = started;
        started.line(line -> line.contains("ready"));
    }

    void startDaemon(List<String> place) {
        startDaemon(place, QUICK_START);
    }

    /// SIGKILL to the daemon.
    void killDaemon() {
        PeerProcess killed = daemon;
        if (killed != null) {
            killed.kill();
            killed.await();
        }
    }

    /// Starts a command of the command line, in the test's own network.
    PeerProcess command(String... arguments) {
        return start(CommandLine.of(arguments));
    }

    /// Runs one that must succeed.
    PeerProcess done(String... arguments) {
        PeerProcess process = command(arguments).await();
        assertThat(process.code()).as("%s\ndaemon: %s", process, daemon).isZero();
        return process;
    }

    /// Stores an entry that leads to an [#answerer].
    ///
    /// @param place   of its files
    /// @param address by which it is reached
    void entry(String name, Path place, String address, String... options) {
        List<String> command = new ArrayList<>(List.of("entry", "set", name, "--protocol", "sstp"));
        command.addAll(List.of("--server", address, "--user", USER));
        command.addAll(List.of("--ca", place.resolve("ca.pem").toString(), "server-name=" + SERVER_NAME));
        command.addAll(List.of(options));
        done(command.toArray(String[]::new));
    }

    /// Stores the sign-in to its server beside it.
    void credentials(String entry, Path place) {
        done(
                "credentials",
                "set",
                entry,
                "--user",
                USER,
                "--password-file",
                place.resolve("password").toString());
    }

    PeerProcess start(List<String> command) {
        PeerProcess process = PeerProcess.start(environment, command);
        processes.add(process);
        return process;
    }

    static List<String> in(String machine, String... command) {
        return in(machine, Arrays.asList(command));
    }

    static List<String> in(String machine, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", machine));
        all.addAll(command);
        return all;
    }

    private static List<String> server(String option) {
        return List.of(
                java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                option,
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-p",
                CommandLine.modules(),
                "-m",
                SERVER);
    }

    /// A program of the tests.
    static List<String> program(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(java(), "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static PeerProcess succeed(List<String> command) {
        PeerProcess process = PeerProcess.start(Map.of(), command).await();
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
        return process;
    }

    /// What still runs on the machines is ours alone.
    @Override
    public void close() {
        PeerProcess last = daemon;
        if (last != null) {
            // it takes back what it made
            last.terminate();
            last.await();
        }
        processes.forEach(PeerProcess::terminate);
        for (String machine : machines) {
            PeerProcess.run(
                    "sh",
                    "-c",
                    "ip netns pids " + machine + " 2>/dev/null | xargs -r kill -9; ip netns del " + machine);
        }
        configurations.forEach(place -> PeerProcess.run("rm", "-rf", place.toString()));
    }
}
