package dev.dialtone.cli;

import dev.dialtone.core.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the password for the HTTP proxy comes from.
final class ProxyPasswordOptions {
    @Option(
            names = "--proxy-password-file",
            paramLabel = "FILE",
            description = "take the password of the entry's proxy-user from the first line of FILE")
    @Nullable
    Path file;

    /// Whether the option was given.
    boolean given() {
        return file != null;
    }

    /// As [SecretSource#read].
    @Nullable
    Secret read(Shell shell) {
        return new SecretSource("--proxy-password", file, false).read(shell);
    }
}
