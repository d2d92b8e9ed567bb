package dev.dialtone.cli;

import dev.dialtone.core.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a password comes from.
final class PasswordOptions {
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

    /// As [SecretSource#read].
    @Nullable
    Secret read(Shell shell) {
        return new SecretSource("--password", file, stdin).read(shell);
    }
}
