package dev.dialtone.manager;

import java.util.ArrayList;
import java.util.List;

/// Lines that outlive a manager of a test.
class MemoryLines implements LineFile {
    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void append(String line, boolean toDisk) {
        lines.add(line);
    }

    @Override
    public synchronized void replace(List<String> fresh) {
        lines.clear();
        lines.addAll(fresh);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void close() {}
}
