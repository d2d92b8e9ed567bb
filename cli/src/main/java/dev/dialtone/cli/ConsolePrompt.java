package dev.dialtone.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// The process's own terminal. The console is looked for only when something is to be asked.
final class ConsolePrompt implements Prompt {
    @Override
    public boolean possible() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public @Nullable String line(String question) {
        Console console = System.console();
        return console == null ? null : console.readLine("%s", question);
    }

    @Override
    public char @Nullable [] secret(String question) {
        Console console = System.console();
        return console == null ? null : console.readPassword("%s", question);
    }
}
