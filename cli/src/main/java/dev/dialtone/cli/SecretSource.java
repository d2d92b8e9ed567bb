package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a secret from where an option says. Never an argument: everybody on the machine can read those.
///
/// @param name  what the options begin with, as in `--password-file`
/// @param file  whose first line it is, or null
/// @param stdin whether it is the next line of standard input
record SecretSource(String name, @Nullable Path file, boolean stdin) {
    /// Longest secret that is read, in bytes.
    private static final int LONGEST = 1024;

    /// The secret that an option names, or null when none does; the caller closes it.
    ///
    /// @throws RasException 87, naming the option and what is wrong
    @Nullable
    Secret read(Shell shell) {
        if (file != null && stdin) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, name + "-file, " + name + "-stdin: give one of them, not both");
        }
        if (stdin) {
            return firstLine(shell.in(), name + "-stdin");
        }
        return file == null ? null : ofFile(shell, file, name + "-file: " + file);
    }

    private static Secret ofFile(Shell shell, Path named, String option) {
        try (InputStream in = Files.newInputStream(named)) {
            warnWhenOpenToAll(named, shell.screen());
            return firstLine(in, option);
        } catch (NoSuchFileException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, option + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, option + ": you may not read it");
        } catch (IOException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, option + ": cannot be read: " + e.getMessage());
        }
    }

    private static Secret firstLine(InputStream in, String source) {
        byte[] line = new byte[LONGEST];
        int length = 0;
        try {
            int next = in.read();
            if (next < 0) {
                throw RasException.of(RasError.INVALID_PARAMETER, source + ": holds no line");
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (length == LONGEST) {
                    throw RasException.of(
                            RasError.INVALID_PARAMETER,
                            source + ": the first line is longer than " + LONGEST + " bytes");
                }
                line[length++] = (byte) next;
            }
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            return Secret.ofUtf8(Arrays.copyOf(line, length));
        } catch (IOException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, source + ": cannot be read: " + e.getMessage());
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static void warnWhenOpenToAll(Path file, Screen screen) throws IOException {
        if (Files.isRegularFile(file)
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            screen.error("dialtone: warning: everybody on this machine can read " + file + "; `chmod 600` it");
        }
    }
}
