package dev.dialtone.cli;

import org.jspecify.annotations.Nullable;

/// The person at the terminal.
interface Terminal {
    /// Whether there is anyone to ask.
    boolean possible();

    /// One line, or null at its end.
    @Nullable
    String line(String question);

    /// One line that is not shown, or null at its end; the caller wipes it.
    char @Nullable [] secret(String question);
}
