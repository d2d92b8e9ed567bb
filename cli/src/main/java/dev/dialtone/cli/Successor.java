package dev.dialtone.cli;

import java.util.List;

/// The program that takes this process's place, with its terminal, its signals and its exit code.
interface Successor {
    /// Returns only when there is none.
    ///
    /// @param command program, looked for as a shell does, and its arguments
    /// @return why not (errno)
    int start(List<String> command);

    /// Starts it in a network namespace that this user owns. Returns only when it cannot be entered.
    ///
    /// @param namespace name of the namespace
    /// @return why not (errno)
    /// @throws dev.dialtone.api.RasException 5 the namespace is not this user's
    int startInside(String namespace, List<String> command);
}
