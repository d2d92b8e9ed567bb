package dev.dialtone.cli;

import dev.dialtone.core.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the new password comes from, when the old one has expired.
final class NewPasswordOptions {
    @Option(
            names = "--new-password-file",
            paramLabel = "FILE",
            description = "take the new password from the first line of FILE")
    @Nullable
    Path file;

    @Option(names = "--new-password-stdin", description = "take the new password from the first line of standard input")
    boolean stdin;

    /// Whether one of the options was given.
    boolean given() {
        return file != null || stdin;
    }

    /// As [SecretSource#read].
    @Nullable
    Secret read(Shell shell) {
        return new SecretSource("--new-password", file, stdin).read(shell);
    }
}
