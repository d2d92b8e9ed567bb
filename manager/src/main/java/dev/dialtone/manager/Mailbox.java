package dev.dialtone.manager;

import dev.dialtone.core.Loop;

/// A [Loop] that its owner opened and closes. A port: in production a virtual thread drains each, in the
/// simulator one
/// thread of virtual time drains all.
public interface Mailbox extends Loop, AutoCloseable {

    /// Runs what is ready, then ends; timers to come are dropped.
    @Override
    void close();

    /// Opens mailboxes.
    @FunctionalInterface
    interface Factory {
        /// @param name for thread names and logs
        Mailbox open(String name);
    }
}
