package dev.dialtone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lets the daemons of the tests start in half the processor time: the classes of one that is started for it, and ended
/// when it is ready, are kept for the others.
final class DaemonCache {
    /// Made when the first daemon asks, so that a run without one does not wait for it.
    private static final class Made {
        static final List<String> OPTIONS = make();
    }

    private DaemonCache() {}

    /// Options of Java for whoever starts a daemon of [CommandLine#modules]; none while the modules are not packed.
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static List<String> make() {
        boolean packed = Stream.of(CommandLine.modules().split(":")).allMatch(path -> path.endsWith(".jar"));
        if (!packed) {
            return List.of();
        }
        try (Namespace namespace = new Namespace()) {
            Path cache = Files.createTempFile("dialtone-daemons", ".aot");
            cache.toFile().deleteOnExit();
            Path folder = Files.createTempDirectory("dialtone-daemon");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
            command.addAll(List.of("-XX:AOTCacheOutput=" + cache));
            command.addAll(CommandLine.product());
            command.addAll(List.of("daemon", "--socket", folder.resolve("sock").toString()));
            command.addAll(List.of("--config", folder.resolve("config").toString()));
            command.addAll(List.of("--state", folder.resolve("state").toString()));
            PeerProcess daemon =
                    PeerProcess.start(Map.of(), Arrays.asList(namespace.inside(command.toArray(String[]::new))));
            daemon.line(line -> line.contains("ready"));
            daemon.terminate();
            boolean made = daemon.await().code() >= 0 && Files.size(cache) > 0;
            PeerProcess.run("rm", "-rf", folder.toString());
            // others than this user may start one; what Java says of a cache it cannot use is none of its words
            boolean _ = cache.toFile().setReadable(true, false);
            return made ? List.of("-XX:AOTCache=" + cache, "-Xlog:disable") : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
