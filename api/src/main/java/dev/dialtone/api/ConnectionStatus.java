package dev.dialtone.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A snapshot of one connection (contract S1).
///
/// @param connection     id
/// @param entry          entry name
/// @param protocol       `sstp`
/// @param state          last notified state
/// @param error          last notified error
/// @param cause          why it ended, or 0
/// @param detail         beside error or cause
/// @param active         false once it has ended for good and is only history
/// @param attempt        1, 2, …
/// @param seq            last notification
/// @param owner          user id that dialled, or -1 when embedded
/// @param started        when it was dialled
/// @param deviceType     `vpn`
/// @param deviceName     `SSTP`
/// @param localEndpoint  outer address and port, or null before the device is connected
/// @param remoteEndpoint as above; the proxy's when there is one
/// @param proxy          the HTTP proxy that it goes through, or null
/// @param weak           weak methods in use, as words for a listing; empty when none
/// @param references     how many hold it (H2); 0 once it has ended
/// @param reason         of a paused state (P2), or 0
/// @param prompt         of a paused state, or null
/// @param retryInMillis  as last notified (C1a)
/// @param confirmUntil   until when [Connection#confirm] is awaited, or null when it is not
/// @param projection     null before `Projected` (asking then by [Connection#projection()] is error 730)
public record ConnectionStatus(
        String connection,
        String entry,
        String protocol,
        ConnectionState state,
        int error,
        int cause,
        @Nullable Detail detail,
        boolean active,
        int attempt,
        long seq,
        int owner,
        Instant started,
        String deviceType,
        String deviceName,
        @Nullable String localEndpoint,
        @Nullable String remoteEndpoint,
        @Nullable String proxy,
        String weak,
        int references,
        int reason,
        @Nullable Prompt prompt,
        long retryInMillis,
        @Nullable Instant confirmUntil,
        @Nullable Projection projection,
        Statistics statistics) {}
