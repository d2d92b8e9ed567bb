package dev.dialtone.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs every target with all inputs there are, once: under JaCoCo this says which lines they reach.
final class Replay {
    private Replay() {}

    /// @param arguments where the inputs lie that fuzzing found, a directory for each target
    public static void main(String[] arguments) throws Throwable {
        int count = 0;
        int broken = 0;
        for (Target target : Target.all()) {
            Target.Run run = target.run();
            List<Path> inputs = new ArrayList<>(target.kept());
            Path generated = Path.of(arguments[0], target.name());
            if (Files.isDirectory(generated)) {
                try (Stream<Path> files = Files.list(generated)) {
                    inputs.addAll(files.toList());
                }
            }
            for (Path input : inputs) {
                try {
                    run.on(Files.readAllBytes(input));
                } catch (Throwable e) {
                    // told where it was found; here the lines that the others reach are wanted all the same
                    broken++;
                    System.out.println(input + " breaks " + target.name() + ": " + e);
                }
                count++;
            }
        }
        System.out.println(count + " inputs once more" + (broken == 0 ? "" : ", " + broken + " of them broke a rule"));
        System.exit(0);
    }
}
