package dev.dialtone.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One connection of the history in a line. Its whole log is [Connection#log].
///
/// @param connection id
/// @param entry      entry name
/// @param protocol   `sstp`
/// @param owner      user id that dialled, or -1 when embedded
/// @param started    when it was dialled
/// @param ended      when it ended for good, or null when it has not
/// @param attempts   how many there were
/// @param failures   how many of its notifications tell of an error, or of an end that nobody asked for
/// @param seq        its last notification
/// @param state      of that
/// @param error      of that
/// @param cause      of that: why it ended, or 0
/// @param detail     of that, or null
/// @param statistics traffic of its last attempt
public record ConnectionSummary(
        String connection,
        String entry,
        String protocol,
        int owner,
        Instant started,
        @Nullable Instant ended,
        int attempts,
        int failures,
        long seq,
        ConnectionState state,
        int error,
        int cause,
        @Nullable Detail detail,
        Statistics statistics) {}
