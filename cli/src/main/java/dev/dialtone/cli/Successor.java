package dev.dialtone.cli;

import java.util.List;

/// The program that takes this process's place, with its terminal, its signals and its exit code.
@FunctionalInterface
interface Successor {
    /// Returns only when there is none.
    ///
    /// @param command program, looked for as a shell does, and its arguments
    /// @return why not (errno)
    int start(List<String> command);
}
