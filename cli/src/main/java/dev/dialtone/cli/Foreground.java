package dev.dialtone.cli;

import dev.dialtone.api.ForegroundProgram;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;

/// The commands that are programs of their own in modules that this one must not see. They read their
/// options themselves; the classes here only put them into the list of commands and into completion.
final class Foreground {
    static final String DAEMON = "daemon";
    static final String DEMO = "demo";

    private Foreground() {}

    static boolean isOne(List<String> arguments) {
        return !arguments.isEmpty()
                && (arguments.getFirst().equals(DAEMON) || arguments.getFirst().equals(DEMO));
    }

    static int run(List<String> arguments, Screen screen) {
        String name = arguments.getFirst();
        Optional<ForegroundProgram> program = ServiceLoader.load(ForegroundProgram.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.name().equals(name))
                .findFirst();
        if (program.isEmpty()) {
            screen.error(Screen.Style.BAD, "dialtone: " + name + " is not part of this installation");
            return ExitCode.WRONG_COMMAND;
        }
        return program.get().run(arguments.subList(1, arguments.size()));
    }

    /// For the list of commands.
    @Command(description = "Runs the manager in the foreground until it is told to stop.")
    static final class Daemon extends Listed {}

    /// For the list of commands.
    @Command(
            description = "Shows a full cycle against the built-in answerer; needs no privileges and no configuration.")
    static final class Demo extends Listed {}

    abstract static class Listed implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("a program of its own is never run by the parser");
        }
    }
}
