package dev.dialtone.manager;

import java.io.IOException;
import java.util.List;

/// A file of lines that is only ever appended to or replaced whole. A port: the simulator keeps it in memory,
/// where it
/// outlives a manager that is killed. For one thread at a time.
public interface LineFile extends AutoCloseable {

    /// What is in it now. A last line that a crash has cut is given as it is.
    List<String> lines() throws IOException;

    /// Adds one line, whole or not at all: after an exception the file is as before.
    ///
    /// @param toDisk return only when the disk has it; otherwise the kernel has it, which outlives this process
    void append(String line, boolean toDisk) throws IOException;

    /// Puts these lines in the place of all, whole or not at all.
    void replace(List<String> lines) throws IOException;

    /// For messages.
    String name();

    @Override
    void close();
}
