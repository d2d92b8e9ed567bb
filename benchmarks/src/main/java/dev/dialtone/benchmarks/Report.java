package dev.dialtone.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Takes figures while benchmarks run and prints them as one table at the end. For one thread.
final class Report {
    private record Skipped(String what, String why) {}

    private final PrintStream out;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private boolean failed;

    Report(PrintStream out) {
        this.out = out;
    }

    void add(Figure figure) {
        figures.add(figure);
    }

    /// A line of explanation, printed at once.
    void say(String format, Object... arguments) {
        out.println("  " + String.format(Locale.ROOT, format, arguments));
    }

    void begin(String name) {
        out.println();
        out.println(name);
    }

    void skip(String what, String why) {
        skipped.add(new Skipped(what, why));
        say("skipped: %s", why);
    }

    void fail(String what, Exception why) {
        failed = true;
        skip(what, "it failed: " + why);
    }

    /// Prints the table.
    ///
    /// @return whether every limit was kept and nothing failed; what was skipped does not count
    boolean print() {
        out.println();
        out.println("| figure | measured | limit | met? |");
        out.println("| --- | --- | --- | --- |");
        boolean met = true;
        for (Figure f : figures) {
            met &= f.met();
            String limit = f.limit().isEmpty() ? "-" : f.limit();
            out.println("| " + f.what() + " | " + f.value() + " | " + limit + " | " + f.verdict() + " |");
        }
        for (Skipped s : skipped) {
            out.println("| " + s.what() + " | skipped: " + s.why() + " | - | - |");
        }
        return met && !failed;
    }
}
