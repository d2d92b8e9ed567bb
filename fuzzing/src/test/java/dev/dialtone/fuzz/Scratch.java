package dev.dialtone.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory of this process, in memory where the machine has such a place, gone when the process ends.
public final class Scratch {
    private Scratch() {}

    public static Path directory(String name) {
        try {
            Path memory = Path.of("/dev/shm");
            Path made = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "dialtone-fuzz-" + name)
                    : Files.createTempDirectory("dialtone-fuzz-" + name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
