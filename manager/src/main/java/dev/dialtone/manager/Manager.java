package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.Finding;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The remote-access connection manager: owns every connection, device and address. Embedded, it is itself the
/// [RemoteAccess] of its program.
public final class Manager implements RemoteAccess {

    private Manager() {}

    /// Opens the places, undoes what a predecessor left on the host, and is ready to dial.
    ///
    /// @throws dev.dialtone.api.RasException 711 when a place cannot be used, or another manager uses it
    public static Manager start(ManagerConfig config) {
        throw new UnsupportedOperationException("being written: " + config);
    }

    /// The manager as one client may use it. Closing the view breaks that client's lease: its unfinished dials are
    /// abandoned (C10), its established connections stay (C2).
    public RemoteAccess view(Caller caller) {
        throw new UnsupportedOperationException("being written: " + caller);
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public Connection connection(String target) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public List<ConnectionStatus> list() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public Subscription watchAll(long since, Consumer<AccessEvent> observer) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public List<Entry> entries() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public Entry entry(String name) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void setEntry(Entry entry) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void removeEntry(String name) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void clearCredentials(String entry) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public List<Device> devices() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public ManagerInfo info() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("being written");
    }
}
