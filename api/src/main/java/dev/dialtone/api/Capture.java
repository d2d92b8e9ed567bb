package dev.dialtone.api;

import org.jspecify.annotations.Nullable;

/// The PPP frames of a connection on their way to a file: a pcapng section, piece by piece. What was written
/// so far is a valid file after every piece.
///
/// SECURITY: passwords, and what is computed from them, are overwritten before a frame gets here.
public interface Capture extends AutoCloseable {

    /// Waits for the next piece: one or more whole blocks ([PcapngBlock]). The first one comes at once, and
    /// every few seconds without a frame there is one that says how many were seen. For one thread at a time.
    ///
    /// @return null when nothing more will come: the connection has ended for good, the limits of the options
    ///         are reached, or it was closed
    /// @throws RasException when it breaks off (a [NoManagerException] when the manager is gone)
    byte @Nullable [] next();

    /// Ends it. Callable from any thread, safe to repeat; whoever waits in [#next] gets null.
    @Override
    void close();
}
