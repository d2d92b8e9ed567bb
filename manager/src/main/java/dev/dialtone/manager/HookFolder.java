package dev.dialtone.manager;

import dev.dialtone.api.RasException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The hooks: one TOML file each in one directory, read when something happens, so that a change counts at once.
/// What cannot be trusted or read is logged and left out.
final class HookFolder {
    private static final Logger LOG = System.getLogger(HookFolder.class.getName());
    private static final String SUFFIX = ".toml";
    private static final int MOST = 16;
    private static final int MOST_BYTES = 16 * 1024;

    private final Path directory;
    private final FileTrust trust;

    HookFolder(Path directory, FileTrust trust) {
        this.directory = directory;
        this.trust = trust;
    }

    /// By name, the first 16 of them.
    List<Hook> hooks() {
        if (Files.notExists(directory)) {
            return List.of();
        }
        List<Hook> hooks = new ArrayList<>();
        try (var found = Files.list(trust.real(directory))) {
            List<Path> files = found.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(SUFFIX) && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
            if (files.size() > MOST) {
                LOG.log(Level.WARNING, "hooks_left_out directory={0} reason=there are more than {1}", directory, MOST);
            }
            files.stream().limit(MOST).forEach(file -> read(file, hooks));
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "hooks_not_read directory={0} reason={1}", directory, e.getMessage());
        }
        return hooks;
    }

    private void read(Path file, List<Hook> hooks) {
        try {
            Path real = trust.real(file);
            // a pipe would be waited for
            if (!Files.isRegularFile(real)) {
                throw new IOException(file + " is no file");
            }
            if (Files.size(real) > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            String name = file.getFileName().toString();
            hooks.add(HookToml.read(
                    name.substring(0, name.length() - SUFFIX.length()),
                    file.toString(),
                    Files.readString(real, StandardCharsets.UTF_8)));
        } catch (IOException | RasException e) {
            LOG.log(Level.WARNING, "hook_left_out file={0} reason={1}", file, e.getMessage());
        }
    }

    /// The file of a program that may be run.
    ///
    /// @throws IOException why it may not
    Path program(Path file) throws IOException {
        Path real = trust.real(file);
        if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
            throw new IOException(file + " is no program");
        }
        return real;
    }
}
