package dev.dialtone.manager;

/// How a connection's carrier stands on the host, after a look.
enum Outlook {
    /// It can go on, as far as can be told here; its pinned route is where it should be.
    STANDS,
    /// The host has no way to the server now. It may be on its way from one network to the next.
    NO_WAY,
    /// The address it was made from is gone, and it with it.
    ADDRESS_GONE
}
