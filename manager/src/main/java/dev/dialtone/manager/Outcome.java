package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.core.Failure;

/// How an attempt is over.
sealed interface Outcome {
    Failure failure();

    /// Completion (c).
    record Failed(ConnectionState state, Failure failure) implements Outcome {}

    /// Completion (b), or an ending.
    record Disconnected(Failure failure, boolean wasEstablished) implements Outcome {}
}
