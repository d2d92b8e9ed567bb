package dev.dialtone.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A real server of `interop/peers`, taken as it is when it is up already, else brought up and taken down again. Its
/// client namespace belongs to one test at a time: there is one on the machine.
final class PeerServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final String HOST_STATE = """
            ip -d addr show
            for family in -4 -6; do ip $family route show table all; ip $family rule show; done
            ls -l /etc/resolv.conf | cut -d' ' -f1-4
            cat /etc/resolv.conf""";

    private final Path script;
    private final Map<String, String> variables;
    private final boolean broughtUp;
    private final FileChannel lock;

    private PeerServer(Path script, Map<String, String> variables, boolean broughtUp, FileChannel lock) {
        this.script = script;
        this.variables = variables;
        this.broughtUp = broughtUp;
        this.lock = lock;
    }

    /// Skips the test, saying why where it cannot be missed, or fails it with `-Ddialtone.require.peers=true`, when
    /// this machine cannot run the server.
    ///
    /// @param name of the script without its ending
    static PeerServer up(String name) {
        Path script = script(name);
        if (!isRoot()) {
            throw cannot(name, "needs root for its network namespaces");
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            throw cannot(name, "needs /dev/net/tun");
        }
        FileChannel lock = lock(name);
        boolean wasUp = PeerProcess.run(script.toString(), "status").code() == 0;
        PeerProcess up = PeerProcess.run(script.toString(), "up");
        PeerServer server = new PeerServer(script, variables(up), !wasUp, lock);
        try {
            if (up.code() != 0) {
                throw cannot(name, "did not come up: " + up);
            }
            PeerProcess inside = server.runInside("true");
            if (inside.code() != 0) {
                throw cannot(name, "needs the right to enter network namespaces: " + inside.errors());
            }
            server.waitForStrangers();
            return server;
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    private static Map<String, String> variables(PeerProcess up) {
        Map<String, String> variables = new HashMap<>();
        for (PeerProcess.Line line : up.lines()) {
            int equals = line.text().indexOf('=');
            if (equals > 0) {
                variables.put(line.text().substring(0, equals), line.text().substring(equals + 1));
            }
        }
        return variables;
    }

    static Path script(String name) {
        for (String folder : List.of("peers", "interop/peers")) {
            Path script = Path.of(folder, name + ".sh").toAbsolutePath();
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IllegalStateException(
                "no peers/" + name + ".sh from " + Path.of("").toAbsolutePath());
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Never returns.
    private static IllegalStateException cannot(String name, String why) {
        if (Boolean.getBoolean("dialtone.require.peers")) {
            return fail("the peer " + name + " is required, but it " + why);
        }
        System.err.println("SKIPPED, not tested against " + name + ": it " + why);
        return abort("the peer " + name + " " + why);
    }

    /// Two tests in one namespace would see each other's routes.
    private static FileChannel lock(String name) {
        Path folder = Path.of(Optional.ofNullable(System.getenv("PEERS_RUN")).orElse("/tmp/peers"));
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Somebody may use the namespace by hand: their processes are left alone, and waited for.
    private void waitForStrangers() {
        CompletableFuture<?>[] ends =
                users().stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "others still use the namespace " + get("PEER_CLIENT_NS") + "; `ip netns pids` tells who", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The processes in the client's namespace.
    List<ProcessHandle> users() {
        return PeerProcess.run("ip", "netns", "pids", get("PEER_CLIENT_NS")).lines().stream()
                .flatMap(l -> ProcessHandle.of(Long.parseLong(l.text().strip())).stream())
                .toList();
    }

    /// A variable that the script printed, for example `PEER_SERVER`.
    String get(String variable) {
        String value = variables.get(variable);
        if (value == null) {
            throw new IllegalStateException(script + " gave no " + variable);
        }
        return value;
    }

    /// A command as it runs in the client's namespace.
    List<String> inside(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", get("PEER_CLIENT_NS")));
        inside.addAll(command);
        return inside;
    }

    /// The same without a mount namespace of its own: what it mounts is seen by all.
    List<String> insideNetwork(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + get("PEER_CLIENT_NS")));
        inside.addAll(command);
        return inside;
    }

    /// Runs a program in the client's namespace to its end.
    PeerProcess runInside(String... command) {
        return PeerProcess.start(Map.of(), inside(List.of(command))).await();
    }

    /// What a dial may change in the client's namespace, as text, without what changes by itself.
    String hostState() {
        PeerProcess answer = runInside("sh", "-c", HOST_STATE);
        return (answer.text() + answer.errors()).replaceAll("(valid_lft|preferred_lft|expires) \\d+sec", "$1 …");
    }

    /// SIGKILL to the server alone, as a crash would.
    void stop() {
        succeed(script.toString(), "stop");
    }

    /// The same server again, with its users and its certificate; ready when this returns.
    void start() {
        succeed(script.toString(), "start");
    }

    /// The cable to the client, pulled at the server's end or put in again.
    void link(String upOrDown) {
        succeed("ip", "-n", get("PEER_SERVER_NS"), "link", "set", "eth0", upOrDown);
    }

    /// Gives the client another address in the same network.
    void moveClient(String from, String to) {
        succeed("ip", "-n", get("PEER_CLIENT_NS"), "address", "del", from, "dev", "eth0");
        succeed("ip", "-n", get("PEER_CLIENT_NS"), "address", "add", to, "dev", "eth0");
    }

    private static void succeed(String... command) {
        PeerProcess process = PeerProcess.run(command);
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
    }

    @Override
    public void close() {
        if (broughtUp) {
            PeerProcess.run(script.toString(), "down");
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
