package dev.dialtone.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whom this process is of.
final class OwnUser {
    private OwnUser() {}

    /// The effective user. Not the owner of `/proc/self`: that is root whenever the process may not be dumped, as
    /// after gaining capabilities.
    static int uid() {
        try (var lines = Files.lines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("/proc/self/status has no Uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
