package dev.dialtone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace of the test's own with a default route and a resolv.conf, gone with [#close].
final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "dtc-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final Path configuration = Path.of("/etc/netns", name);

    Namespace() {
        succeed("ip", "netns", "add", name);
        try {
            Files.createDirectories(configuration);
            Files.writeString(configuration.resolve("resolv.conf"), "nameserver 192.0.2.53\n");
            succeed(inside("ip", "link", "set", "lo", "up"));
            succeed(inside("ip", "link", "add", "outer", "type", "veth", "peer", "name", "beyond"));
            // no address of its own that comes after a while
            succeed(inside("ip", "link", "set", "outer", "addrgenmode", "none"));
            succeed(inside("ip", "link", "set", "beyond", "addrgenmode", "none"));
            succeed(inside("ip", "address", "add", "192.0.2.10/24", "dev", "outer"));
            succeed(inside("ip", "link", "set", "outer", "up"));
            succeed(inside("ip", "link", "set", "beyond", "up"));
            succeed(inside("ip", "route", "add", "default", "via", "192.0.2.1"));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private static void succeed(String... command) {
        PeerProcess process = PeerProcess.run(command);
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
    }

    String[] inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    /// The file that its programs see as `/etc/resolv.conf`.
    Path resolvConf() {
        return configuration.resolve("resolv.conf");
    }

    /// All that a dial may change: interfaces, addresses, routes, rules, filters, name resolution.
    String state() {
        return PeerProcess.run(inside(
                        "sh",
                        "-c",
                        "ip -d address; ip -4 route show table all; ip -6 route show table all; ip rule; ip -6 rule;"
                                + " command -v nft >/dev/null && nft list ruleset; ls -l /etc/resolv.conf | cut -d' ' -f1-4;"
                                + " cat /etc/resolv.conf"))
                .text();
    }

    @Override
    public void close() {
        PeerProcess.run("ip", "netns", "del", name);
        try {
            Files.deleteIfExists(configuration.resolve("resolv.conf"));
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
