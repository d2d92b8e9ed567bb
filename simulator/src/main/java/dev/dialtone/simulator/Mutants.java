package dev.dialtone.simulator;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Compiles each mutant, runs the simulator on it in a process of its own, and tells whether the checker
/// catches it by
/// a rule that it breaks.
final class Mutants {
    private static final Pattern VIOLATION = Pattern.compile("VIOLATION seed (-?\\d+), (\\w+): .*");
    private static final int RUNS = 6000;
    private static final long LIMIT_SECONDS = 240;

    private Mutants() {}

    /// @param names which; empty for all
    /// @param root  of the repository, whose sources are changed in copies
    /// @return the exit code
    static int tryAll(List<String> names, Path root) {
        List<String> escaped = new ArrayList<>();
        List<Mutant> tried = MutantList.ALL.stream()
                .filter(mutant -> names.isEmpty() || names.contains(mutant.name()))
                .toList();
        for (Mutant mutant : tried) {
            long begun = System.nanoTime();
            Optional<String> caught = tryOne(mutant, root);
            System.out.printf(
                    "%-40s breaks %-12s %s (%.0f s)%n",
                    mutant.name(),
                    String.join(", ", mutant.rules()),
                    caught.orElse("ESCAPED"),
                    (System.nanoTime() - begun) / 1e9);
            if (caught.isEmpty()) {
                escaped.add(mutant.name());
            }
        }
        System.out.printf("%d mutants, %d caught%n", tried.size(), tried.size() - escaped.size());
        if (!escaped.isEmpty()) {
            System.out.println("escaped: " + String.join(", ", escaped));
        }
        return tried.isEmpty() ? 2 : escaped.isEmpty() ? 0 : 1;
    }

    private static Optional<String> tryOne(Mutant mutant, Path root) {
        try {
            Path place = Files.createTempDirectory("dialtone-mutant");
            try {
                compile(mutant, root, place);
                return run(mutant, place);
            } finally {
                try (var files = Files.walk(place)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Mutant mutant, Path root, Path place) throws IOException {
        Path source = root.resolve(mutant.source());
        Path changed = place.resolve("src").resolve(source.getFileName());
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, mutant.applyTo(Files.readString(source)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    place.resolve("classes").toString()),
                            null,
                            manager.getJavaFileObjects(changed))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("mutant " + mutant.name() + " does not compile: " + messages);
            }
        }
    }

    private static Optional<String> run(Mutant mutant, Path place) throws IOException {
        Path out = place.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        place.resolve("classes") + ":" + System.getProperty("java.class.path"),
                        SimulateProgram.class.getName(),
                        "--runs",
                        Integer.toString(RUNS),
                        "--stop",
                        "40",
                        "--until",
                        String.join(",", mutant.rules()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        List<String> others = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            Matcher found = VIOLATION.matcher(line);
            if (found.matches() && mutant.rules().contains(found.group(2))) {
                return Optional.of("caught by " + found.group(2) + ", seed " + found.group(1));
            }
            if (found.matches()) {
                others.add(found.group(2) + " seed " + found.group(1));
            }
        }
        others.stream().limit(3).forEach(other -> System.out.println("  (only " + other + ")"));
        return Optional.empty();
    }
}
