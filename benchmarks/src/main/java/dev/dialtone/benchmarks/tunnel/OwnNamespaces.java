package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The network namespaces of the peers. What runs in them has part in the measurement.
final class OwnNamespaces {
    private final Set<Object> inodes;

    private OwnNamespaces(Set<Object> inodes) {
        this.inodes = inodes;
    }

    static OwnNamespaces now() throws IOException {
        Set<Object> inodes = new HashSet<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(Path.of("/run/netns"), "{bl,se}-*")) {
            for (Path name : names) {
                inodes.add(Files.getAttribute(name, "unix:ino"));
            }
        }
        return new OwnNamespaces(inodes);
    }

    boolean hold(long process) {
        try {
            return inodes.contains(
                    Files.getAttribute(Path.of("/proc", Long.toString(process), "ns", "net"), "unix:ino"));
        } catch (IOException e) {
            // it has ended
            return false;
        }
    }
}
