package dev.dialtone.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Walks the usual ways through the command line once, so that the launcher can record which classes they need (the
/// JDK's ahead-of-time cache). Nothing is printed, and no manager is asked: a [TrainingManager] answers.
final class Training {
    /// Commands that must succeed: one that breaks off leaves out what comes after.
    private static final List<List<String>> WAYS = List.of(
            List.of("explain", "691"),
            List.of("explain", "691", "--json"),
            List.of("list"),
            List.of("list", "--json"),
            List.of("status", "x"),
            List.of("dial", "x"),
            List.of("dial", "x", "--json"),
            List.of("hangup", "x"),
            List.of("entry", "list"),
            List.of("entry", "show", "x"),
            List.of("completion", "--names", "entries"));

    /// As the launcher asks for the cache of the commands of [Commands#alone] alone.
    private static final List<String> ALONE = List.of("alone");

    private static final List<String> NO_MANAGER = List.of("list", "--socket", "/nonexistent");

    private Training() {}

    static void main(String[] arguments) throws IOException {
        List<String> wrong = ALONE.equals(List.of(arguments)) ? walkAlone() : walk();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the training is wrong: " + wrong);
        }
    }

    /// @return the commands that ended otherwise than they should, with their exit codes
    static List<String> walk() throws IOException {
        return walk(WAYS, true);
    }

    /// As above, only those that are asked most: what others need would be set up at their start, too.
    static List<String> walkAlone() throws IOException {
        return walk(List.copyOf(Commands.ALONE.keySet()), false);
    }

    private static List<String> walk(List<List<String>> ways, boolean wrongOne) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Path folder = Files.createTempDirectory("dialtone-training");
        Path socket = folder.resolve("s");
        List<String> wrong = new ArrayList<>();
        try (TrainingManager _ = TrainingManager.on(UnixDomainSocketAddress.of(socket))) {
            HeadStart.of(ways.getLast());
            Screen _ = Main.standardScreen();
            Shell shell = Main.shell(
                    Map.of("DIALTONE_SOCKET", socket.toString()),
                    new Screen(nowhere, nowhere, false, false),
                    new ProcessInterrupt());
            for (List<String> way : ways) {
                int code = Main.run(way, shell);
                if (code != ExitCode.DONE) {
                    wrong.add(way + " ends with " + code);
                }
            }
            if (wrongOne && Main.run(NO_MANAGER, shell) != ExitCode.NO_MANAGER) {
                wrong.add(NO_MANAGER.toString());
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
        return wrong;
    }
}
