package dev.dialtone.cli;

/// Ctrl-C and SIGTERM, for a command that has something to finish first.
interface Interrupt {
    /// From now until the registration is closed an interrupt runs the action, and the process ends only
    /// when the command has returned (within a limit). The action must not block for long.
    Registration on(Runnable action);

    /// Ends the registration; safe to repeat.
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
