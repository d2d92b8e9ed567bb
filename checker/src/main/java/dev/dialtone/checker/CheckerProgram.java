package dev.dialtone.checker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Judges every `run-*.jsonl` of a folder. Each violation is a line `seed, rule, line, sentence` on standard output.
/// Exit code 0: none; 1: some; 2: there was nothing to judge, or it could not be read.
public final class CheckerProgram {
    private CheckerProgram() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("usage: checker FOLDER     (judges FOLDER/run-*.jsonl)");
            return 2;
        }
        int violations = 0;
        long lines = 0;
        List<Path> files;
        try {
            files = files(Path.of(arguments[0]));
            for (Path file : files) {
                Verdict verdict = judge(file);
                lines += verdict.lines();
                violations += verdict.violations().size();
                for (Violation v : verdict.violations()) {
                    out.println(verdict.seed() + ", " + v.rule() + ", " + v.line() + ", " + v.sentence());
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            err.println("checker: " + e);
            return 2;
        }
        err.println(files.size() + " runs, " + lines + " lines, " + violations + " violations");
        // a judge who saw nothing must not acquit
        return files.isEmpty() ? 2 : violations == 0 ? 0 : 1;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "run-*.jsonl")) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private static Verdict judge(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return Checker.judge(lines);
        }
    }
}
