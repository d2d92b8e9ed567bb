package dev.dialtone.interop;

import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;

/// How programs come to a manager: embedded, or through a daemon.
interface Doorway extends AutoCloseable {
    /// The implementation under test.
    RemoteAccess access();

    /// One more client with a lease of its own.
    RemoteAccess newClient();

    /// As [#newClient], of another user.
    RemoteAccess newClient(Caller caller);

    /// The manager is about to end.
    void refuse();

    @Override
    void close();
}
