package dev.dialtone.manager;

import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// TOML of a file that may hold anything.
final class SafeToml {
    private SafeToml() {}

    // SECURITY: the library reads recursively, and takes some texts for impossible that are only wrong
    /// What is read, with its errors; empty for a text that the library gives up on.
    static Optional<TomlParseResult> parse(String text) {
        try {
            return Optional.of(Toml.parse(text));
        } catch (StackOverflowError | AssertionError | RuntimeException e) {
            return Optional.empty();
        }
    }
}
