package dev.dialtone.simulator;

import dev.dialtone.checker.Checker;
import dev.dialtone.checker.Verdict;
import dev.dialtone.checker.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs seeds and has each judged by the contract checker.
public final class Simulate {
    private static final long REPORT_NANOS = 5_000_000_000L;

    private Simulate() {}

    /// A seed that broke the contract.
    record Broken(long seed, String rule, String sentence) {}

    /// @param firstSeed the runs have this one and those that follow it
    /// @param dump      where to write every run's facts, or null
    /// @param stopAt    violations after which no more runs are begun
    /// @param until     rules the first violation of which is enough
    record Task(
            long runs,
            long firstSeed,
            int threads,
            @Nullable Path dump,
            int stopAt,
            List<String> until,
            boolean quiet) {}

    /// What all runs came to.
    record Result(Tally tally, List<Broken> broken, double seconds) {}

    static Result run(Task task) {
        Tally total = new Tally();
        List<Broken> broken = new ArrayList<>();
        AtomicLong next = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        long begun = System.nanoTime();
        AtomicLong reportAt = new AtomicLong(begun + REPORT_NANOS);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < task.threads; i++) {
            workers.add(Thread.ofPlatform().start(() -> {
                Tally tally = new Tally();
                for (long n = next.getAndIncrement(); n < task.runs && !enough.get(); n = next.getAndIncrement()) {
                    List<Broken> found = one(task.firstSeed + n, tally, task.dump);
                    synchronized (broken) {
                        broken.addAll(found);
                        if (broken.size() >= task.stopAt
                                || found.stream().anyMatch(one -> task.until.contains(one.rule))) {
                            enough.set(true);
                        }
                    }
                    progress(task, n, begun, reportAt);
                }
                synchronized (total) {
                    total.add(tally);
                }
            }));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Result(total, broken, (System.nanoTime() - begun) / 1e9);
    }

    private static void progress(Task task, long done, long begun, AtomicLong reportAt) {
        long now = System.nanoTime();
        long due = reportAt.get();
        if (!task.quiet && now - due > 0 && reportAt.compareAndSet(due, now + REPORT_NANOS)) {
            System.err.printf("%,d of %,d runs, %,.0f a second%n", done, task.runs, done / ((now - begun) / 1e9));
        }
    }

    /// One seed, judged.
    static List<Broken> one(long seed, Tally tally, @Nullable Path dump) {
        World world = new World(new Seed(seed), tally);
        List<String> facts;
        List<Broken> broken = new ArrayList<>();
        try {
            facts = world.run();
        } catch (RuntimeException e) {
            facts = world.facts().lines();
            broken.add(new Broken(seed, "run", "the run failed: " + causes(e)));
        }
        if (broken.isEmpty()) {
            Verdict verdict = Checker.judge(facts);
            for (Violation violation : verdict.violations()) {
                broken.add(
                        new Broken(seed, violation.rule(), "line " + violation.line() + ": " + violation.sentence()));
            }
        }
        if (dump != null) {
            write(dump.resolve("run-" + seed + ".jsonl"), facts);
        }
        return broken;
    }

    private static String causes(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = e; at != null; at = at.getCause()) {
            text.append(text.isEmpty() ? "" : " <- ").append(at);
            if (at.getCause() == null && at.getStackTrace().length > 0) {
                text.append(" at ").append(at.getStackTrace()[0]);
            }
        }
        return text.toString();
    }

    private static void write(Path file, List<String> facts) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, facts, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
