package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.Map;
import java.util.Optional;

/// The Secret Service of a user's session: the keyring of the desktop, or whatever program has that name on the bus
/// (Secret Service API, draft 0.2, of freedesktop.org). Each call has a connection and an encrypted session of its
/// own.
///
/// Nobody is asked to unlock anything: what is locked is an error that says so. Callable from any thread; each
/// answer of the service is waited for 5 s at most.
public final class SecretService {
    private static final String UNLOCK =
            "Unlock the keyring, by signing in to the desktop or in its own program, and try again.";

    private final String address;

    /// @param address of the session bus; empty for none
    public SecretService(String address) {
        this.address = address;
    }

    /// What to do in a session.
    @FunctionalInterface
    private interface Work<T> {
        T in(SecretSession session) throws BusException;
    }

    /// The secret of the item with these attributes, the caller's to wipe.
    ///
    /// @throws HostException 621 the service cannot be got at, or the item is locked
    public Optional<byte[]> find(Map<String, String> attributes) {
        return inSession(session -> session.find(attributes));
    }

    /// Stores an item in the default collection, in the place of those with the same attributes.
    ///
    /// @param label  for people
    /// @param secret stays the caller's to wipe
    /// @throws HostException 621 the service cannot be got at, or is locked
    public void store(String label, Map<String, String> attributes, byte[] secret) {
        boolean _ = inSession(session -> {
            session.store(label, attributes, secret);
            return true;
        });
    }

    /// Removes all items with these attributes.
    ///
    /// @throws HostException 621 the service cannot be got at, or one is locked
    public void remove(Map<String, String> attributes) {
        boolean _ = inSession(session -> {
            session.remove(attributes);
            return true;
        });
    }

    private <T> T inSession(Work<T> work) {
        if (address.isEmpty()) {
            throw new HostException(Failure.of(
                            HostErrors.CANNOT_OPEN_PHONEBOOK,
                            Layer.HOST,
                            "there is no session bus for the Secret Service: neither DBUS_SESSION_BUS_ADDRESS nor"
                                    + " XDG_RUNTIME_DIR is set")
                    .advise("Start the manager in the user's session, or with --secrets keystore."));
        }
        try (SystemBus bus = SystemBus.connect(address);
                SecretSession session = SecretSession.open(bus)) {
            return work.in(session);
        } catch (BusException e) {
            throw e.prefixed("the Secret Service: ")
                    .toHost(
                            HostErrors.CANNOT_OPEN_PHONEBOOK,
                            Layer.HOST,
                            e.isError(SecretSession.LOCKED)
                                    ? UNLOCK
                                    : "Look whether a keyring runs in this session: busctl --user status "
                                            + SecretSession.SERVICE);
        }
    }
}
