package dev.dialtone.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The process's own terminal. The console is looked for only when something is to be asked.
final class ConsoleTerminal implements Terminal {
    @Override
    public boolean possible() {
        return console().isPresent();
    }

    @Override
    public @Nullable String line(String question) {
        return console().map(c -> ask(question, c).readLine()).orElse(null);
    }

    @Override
    public char @Nullable [] secret(String question) {
        // SECURITY: the console stops showing what is typed before it asks; a question that went ahead would let the
        // first characters be seen
        return console().map(c -> c.readPassword("%s", Screen.clean(question))).orElse(null);
    }

    private static Console ask(String question, Console console) {
        // the console's own questions would be on standard output
        System.err.print(Screen.clean(question));
        System.err.flush();
        return console;
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }
}
