package dev.dialtone.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The load test. `./load` starts it.
public final class LoadMain {
    private static final int VIOLATED = 1;
    private static final int USAGE = 2;

    private LoadMain() {}

    /// @param arguments the machine in a line, the directory for the results, then the options
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments).subList(2, arguments.length);
        LoadOptions options;
        try {
            options = LoadOptions.of(words);
        } catch (IllegalArgumentException e) {
            System.err.println("load: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        LoadFindings findings = new LoadFindings();
        LoadResults results;
        try (LoadRig rig = LoadRig.start(options.heapMegabytes())) {
            LoadRun run = new LoadRun(options, rig, findings);
            run.run();
            List<String> story = options.beyond() ? new LoadBeyond(run, findings, options).push() : List.of();
            results = LoadResults.of(arguments[0], "./load " + String.join(" ", words), options, run, findings, story);
        }
        results.write(Path.of(arguments[1]));
        System.out.println(options.json() ? results.json() : results.markdown());
        System.err.println("Written to " + arguments[1]);
        // what was broken beyond was broken on purpose
        System.exit(options.beyond() || results.kept() ? 0 : VIOLATED);
    }
}
