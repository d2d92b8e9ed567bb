package dev.dialtone.api;

import java.util.List;

/// A command of `dialtone` that lives in a module the command line must not see (the daemon, the demo); found by
/// `ServiceLoader` under its name.
public interface ForegroundProgram {
    /// The command's name, for example `daemon`.
    String name();

    /// Runs it to its end with the options after the name.
    ///
    /// @return the exit code of contract §7
    int run(List<String> arguments);
}
