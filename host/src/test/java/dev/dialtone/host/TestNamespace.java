package dev.dialtone.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace of the test's own, gone with [#close]. Programs run in it with a resolv.conf of its own,
/// which
/// `ip netns exec` bind-mounts over the machine's.
final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int PATIENCE_SECONDS = 60;

    private final String name = "dtt-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final Path configuration = Path.of("/etc/netns", name);

    /// Makes one; skips the test, saying so, where that is not possible.
    TestNamespace() {
        require(Files.exists(Path.of("/dev/net/tun")), "no /dev/net/tun");
        Result made = runHere("ip", "netns", "add", name);
        require(made.code() == 0, "cannot make a network namespace (root?): " + made.output());
        make("ip", "link", "set", "lo", "up");
        try {
            Files.createDirectories(configuration);
            Files.writeString(resolvConf(), "nameserver 192.0.2.1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Skips the test unless the condition holds, and says so where it cannot be missed; where everything is
    /// required, as in continuous integration, it fails instead.
    static void require(boolean condition, String missing) {
        if (!condition && Boolean.getBoolean("dialtone.require.peers")) {
            throw new AssertionError("must not be skipped here: " + missing.strip());
        }
        if (!condition) {
            System.err.println("SKIPPED, not tested: " + missing.strip());
        }
        assumeTrue(condition, missing);
    }

    /// What programs in the namespace see as `/etc/resolv.conf`.
    Path resolvConf() {
        return configuration.resolve("resolv.conf");
    }

    record Result(int code, String output) {}

    /// Runs a program in the namespace to its end.
    Result run(String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        return runHere(inside.toArray(String[]::new));
    }

    /// Runs a program that must succeed.
    void make(String... command) {
        Result result = run(command);
        if (result.code() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.output());
        }
    }

    /// Makes an Ethernet link that is up, with nothing on it.
    void ethernet(String link) {
        String far = link.replace("eth", "far");
        make("ip", "link", "add", link, "type", "veth", "peer", "name", far);
        make("ip", "link", "set", link, "addrgenmode", "none");
        make("ip", "link", "set", far, "addrgenmode", "none", "up");
        make("ip", "link", "set", link, "up");
    }

    /// Runs [HostProbe] in the namespace; its output.
    String probe(String... steps) {
        return run(probeCommand(steps)).output();
    }

    static String[] probeCommand(String... steps) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HostProbe.class.getName()));
        command.addAll(List.of(steps));
        return command.toArray(String[]::new);
    }

    private static Result runHere(String... command) {
        try {
            Path output = Files.createTempFile("dtt", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + String.join(" ", command));
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        runHere("ip", "netns", "del", name);
        try {
            Files.deleteIfExists(resolvConf());
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
