package dev.dialtone.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The command line inside the test's own process: for the many commands that are wrong.
public final class InProcess {
    /// How a command ended and what it said.
    public record Result(int exit, String out, String err) {}

    private InProcess() {}

    /// Runs a command to its end, with the socket as a user's environment would name it.
    public static Result run(Path socket, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        Shell shell = Main.shell(Map.of("DIALTONE_SOCKET", socket.toString()), screen, _ -> () -> {});
        int exit = Main.run(List.of(arguments), shell);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
