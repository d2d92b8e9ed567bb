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
import picocli.CommandLine.Option;

/// Where a password comes from. Never an argument: everybody on the machine can read those.
final class PasswordOptions {
    /// Longest password that is read, in bytes.
    private static final int LONGEST = 1024;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "take the password from the first line of FILE")
    @Nullable
    Path file;

    @Option(names = "--password-stdin", description = "take the password from the first line of standard input")
    boolean stdin;

    /// Whether one of the options was given.
    boolean given() {
        return file != null || stdin;
    }

    /// The password that an option names; the caller closes it.
    ///
    /// @throws RasException 87, naming the option and what is wrong
    @Nullable
    Secret read(Shell shell) {
        Path named = file;
        if (named != null && stdin) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "--password-file, --password-stdin: give one of them, not both");
        }
        if (stdin) {
            return firstLine(shell.in(), "--password-stdin");
        }
        if (named == null) {
            return null;
        }
        String option = "--password-file: " + named;
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
