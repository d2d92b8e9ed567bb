package dev.dialtone.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests need of the machine. What is missing skips a test, saying so where it cannot be missed; with
/// `-Ddialtone.require.peers=true` it fails it.
final class Requires {
    /// Classes of tests run beside each other.
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Requires() {}

    /// Root, TUN devices, and network namespaces of one's own.
    static void namespaces() {
        String missing = "";
        if (!System.getProperty("user.name").equals("root")) {
            missing = "needs root";
        } else if (!Files.exists(Path.of("/dev/net/tun"))) {
            missing = "needs /dev/net/tun";
        } else if (PeerProcess.run("sh", "-c", "command -v ip").code() != 0) {
            missing = "needs ip (iproute2)";
        } else {
            String name = "dtc-try-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
            PeerProcess tried = PeerProcess.run("ip", "netns", "add", name);
            missing = tried.code() == 0 ? "" : "needs network namespaces: " + tried.errors();
            PeerProcess.run("ip", "netns", "del", name);
        }
        require(missing);
    }

    /// Programs on the path.
    static void programs(String... names) {
        for (String name : names) {
            boolean there = PeerProcess.run("sh", "-c", "command -v " + name).code() == 0;
            require(there ? "" : "needs " + name);
        }
    }

    /// A program of a Debian package.
    static void program(String path, String debianPackage) {
        require(Files.isExecutable(Path.of(path)) ? "" : "needs " + path + " (" + debianPackage + ")");
    }

    private static void require(String missing) {
        if (!missing.isEmpty()) {
            System.err.println("SKIPPED, not tested: " + missing);
            if (Boolean.getBoolean("dialtone.require.peers")) {
                fail(missing);
            }
        }
        assumeTrue(missing.isEmpty(), missing);
    }
}
