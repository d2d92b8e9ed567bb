package dev.dialtone.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The process's own terminal. The console is looked for only when something is to be asked.
final class ConsolePrompt implements Prompt {
    @Override
    public boolean possible() {
        return console().isPresent();
    }

    @Override
    public @Nullable String line(String question) {
        return console().map(c -> c.readLine("%s", question)).orElse(null);
    }

    @Override
    public char @Nullable [] secret(String question) {
        return console().map(c -> c.readPassword("%s", question)).orElse(null);
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
