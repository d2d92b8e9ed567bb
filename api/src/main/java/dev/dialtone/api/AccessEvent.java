package dev.dialtone.api;

import java.time.Instant;

/// A connection came or went.
///
/// @param seq   1, 2, … over the manager's run
/// @param cause      RAS number of a disconnection; otherwise 0
/// @param references how many hold the connection now (H2)
public record AccessEvent(
        long seq, Instant time, EventKind event, String connection, String entry, int cause, int references) {}
