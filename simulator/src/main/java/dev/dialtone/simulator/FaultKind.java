package dev.dialtone.simulator;

/// What the simulator does to those it watches.
public enum FaultKind {
    /// The name of the server does not resolve.
    UNRESOLVED,
    /// Nothing listens on the server's port.
    REFUSED,
    /// There is no way to the server.
    UNREACHABLE,
    /// The first packet to the server is never answered.
    UNANSWERED,
    /// The server's certificate is vouched for by nobody.
    UNTRUSTED,
    /// Bytes arrive in other pieces than they were sent in.
    RECHUNKED,
    /// From here on nothing arrives any more, and nobody is told.
    STALL,
    /// Both ends are told that the connection was reset.
    RESET,
    /// The receiver is told that the stream ended in good order.
    CLOSE,
    /// The receiver is told that the stream ended, without TLS having said so.
    CUT,
    /// A bit of a byte is turned round, and nobody notices before SSTP does.
    CORRUPT,
    /// A bit of a byte is turned round, and TLS notices.
    CORRUPT_TLS,
    /// The answerer misbehaves.
    MISBEHAVIOUR,
    /// The server is gone, with every connection to it.
    SERVER_GONE,
    /// The server is there again.
    SERVER_BACK
}
