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
                run.on(Files.readAllBytes(input));
                count++;
            }
        }
        System.out.println(count + " inputs once more");
        System.exit(0);
    }
}
