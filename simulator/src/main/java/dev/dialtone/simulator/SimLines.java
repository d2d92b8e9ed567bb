package dev.dialtone.simulator;

import dev.dialtone.manager.LineFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A file of lines that outlives the manager that writes it. What is appended is told as it is written.
final class SimLines implements LineFile {
    private final String name;
    private final Consumer<String> appended;
    private final Runnable cleared;
    private final List<String> lines = new ArrayList<>();
    private boolean full;

    /// @param appended told of each line
    /// @param cleared  told when all of them go
    SimLines(String name, Consumer<String> appended, Runnable cleared) {
        this.name = name;
        this.appended = appended;
        this.cleared = cleared;
    }

    SimLines(String name) {
        this(name, line -> {}, () -> {});
    }

    /// The disk is full, or no longer.
    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void append(String line, boolean toDisk) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        lines.add(line);
        appended.accept(line);
    }

    @Override
    public void replace(List<String> fresh) {
        lines.clear();
        lines.addAll(fresh);
        if (fresh.isEmpty()) {
            cleared.run();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        // it stays
    }
}
