package dev.dialtone.cli;

import dev.dialtone.client.RemoteClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `dialtone` command.
public final class Main {
    private Main() {}

    /// Never returns: ends the process with an exit code of contract §7.
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        HeadStart.of(words);
        ProcessInterrupt interrupt = new ProcessInterrupt();
        int code = run(words, shell(System.getenv(), standardScreen(), interrupt));
        if (Foreground.isOne(words)) {
            interrupt.exit(code);
        } else {
            interrupt.halt(code);
        }
    }

    /// This process's world, with another environment and screen for training.
    static Shell shell(Map<String, String> environment, Screen screen, Interrupt interrupt) {
        return new Shell(
                RemoteClient::connect,
                screen,
                System.in,
                environment,
                isRoot(),
                new ConsoleTerminal(),
                interrupt,
                new ProcessSuccessor());
    }

    static Screen standardScreen() {
        String term = System.getenv("TERM");
        String noColor = System.getenv("NO_COLOR");
        boolean plain = "dumb".equals(term) || (noColor != null && !noColor.isEmpty());
        return new Screen(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                !plain && isTerminal(1),
                !plain && isTerminal(2));
    }

    /// Runs one command in this process.
    static int run(List<String> arguments, Shell shell) {
        try {
            if (Foreground.isOne(arguments)) {
                return Foreground.run(arguments, shell.screen());
            }
            Optional<CliCommand> alone = Commands.alone(shell, arguments);
            return alone.isPresent()
                    ? alone.get().call()
                    : Commands.parser(shell, arguments).execute(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            boolean debug = arguments.contains("--debug");
            return new FailureReport(shell.screen(), arguments.contains("--json"), debug).of(e, shell.socket());
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
