package dev.dialtone.simulator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/// The command line of the simulator.
public final class SimulateProgram {
    private static final String HELP = """
            Runs the manager, clients and a server in virtual time, under faults that a seed chooses, and has every
            run judged by the contract checker.

              simulate [--runs N] [--seed S] [--threads T]   N runs (1,000), of the seeds S, S+1, ... (1)
              simulate --replay SEED [--dump DIR]            one run again, exactly
              simulate --mutants [NAME ...]                  managers that break a rule each: all must be caught
                --dump DIR     write what happened in each run to DIR/run-SEED.jsonl (docs/facts.md)
                --stop N       end after so many violations (20)
                --until RULES  end at the first violation of one of these (N2,C9)

            Exit code 0: no violation, every mutant caught; 1: some; 2: the command was wrong.
            """;

    private SimulateProgram() {}

    public static void main(String[] arguments) {
        // what a manager logs about faults that were injected is not news
        LogManager.getLogManager().reset();
        System.exit(run(new ArrayDeque<>(List.of(arguments))));
    }

    private static int run(Deque<String> arguments) {
        long runs = 1000;
        long seed = 1;
        int threads = Runtime.getRuntime().availableProcessors();
        int stop = 20;
        @Nullable Path dump = null;
        boolean mutants = false;
        List<String> until = List.of();
        Deque<String> names = new ArrayDeque<>();
        try {
            while (!arguments.isEmpty()) {
                String argument = arguments.remove();
                switch (argument) {
                    case "--runs" -> runs = Long.parseLong(arguments.remove());
                    case "--seed" -> seed = Long.parseLong(arguments.remove());
                    case "--threads" -> threads = Integer.parseInt(arguments.remove());
                    case "--stop" -> stop = Integer.parseInt(arguments.remove());
                    case "--dump" -> dump = Path.of(arguments.remove());
                    case "--replay" -> {
                        seed = Long.parseLong(arguments.remove());
                        runs = 1;
                    }
                    case "--until" -> until = List.of(arguments.remove().split(",", -1));
                    case "--mutants" -> mutants = true;
                    case "--help", "-h" -> {
                        System.out.print(HELP);
                        return 0;
                    }
                    default -> {
                        if (!mutants || argument.startsWith("-")) {
                            throw new IllegalArgumentException(argument);
                        }
                        names.add(argument);
                    }
                }
            }
        } catch (RuntimeException e) {
            System.err.println("simulate: " + e.getMessage() + "; see --help");
            return 2;
        }
        if (mutants) {
            return Mutants.tryAll(List.copyOf(names), Path.of("").toAbsolutePath());
        }
        Simulate.Result result = Simulate.run(new Simulate.Task(runs, seed, threads, dump, stop, until, runs == 1));
        System.out.print(result.tally().report());
        System.out.printf(
                "%n%,d runs in %,.1f s: %,.0f a second%n",
                result.tally().runs(), result.seconds(), result.tally().runs() / result.seconds());
        for (Simulate.Broken broken : result.broken()) {
            System.out.printf("VIOLATION seed %d, %s: %s%n", broken.seed(), broken.rule(), broken.sentence());
        }
        System.out.println(
                result.broken().isEmpty() ? "no violation" : result.broken().size() + " violations");
        return result.broken().isEmpty() ? 0 : 1;
    }
}
