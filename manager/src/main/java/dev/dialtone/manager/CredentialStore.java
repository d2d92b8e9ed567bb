package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What keeps sign-ins, one for each entry. A port; which one it is, is chosen when the manager starts
/// ([SecretsChoice]). Callable from any thread; may block for some seconds. Whoever changes what is stored sees to
/// it that nobody else does at the same time, as [Credentials] does for the manager.
public interface CredentialStore {
    /// What is stored for an entry, the caller's to close; [StoredSignIn#NOTHING] when nothing is.
    ///
    /// @throws RasException 625 it is damaged, 621 it cannot be got at
    StoredSignIn read(String entry);

    /// Takes the place of what is stored, whole or not at all. The secrets stay the caller's.
    ///
    /// @throws RasException 624 not written
    void write(String entry, StoredSignIn signIn);

    /// @throws RasException 624 still there
    void clear(String entry);

    /// What keeps the entry's, in a word.
    String keeper(String entry);

    /// What is stored for one entry is stored for the other, too.
    ///
    /// @throws RasException 621, 624, 625
    default void copy(String from, String to) {
        try (StoredSignIn stored = read(from)) {
            if (stored.isNothing()) {
                clear(to);
            } else {
                write(to, stored);
            }
        }
    }

    /// What is stored for an entry, without the secrets.
    default CredentialsInfo info(String entry) {
        try (StoredSignIn stored = read(entry)) {
            return new CredentialsInfo(
                    entry,
                    stored.user(),
                    stored.domain(),
                    stored.password() != null,
                    stored.proxyPassword() != null,
                    stored.clientKey() != null,
                    keeper(entry));
        }
    }

    /// A copy of the stored password, the caller's to close.
    default Optional<Secret> password(String entry) {
        try (StoredSignIn stored = read(entry)) {
            return Optional.ofNullable(stored.password()).map(Secret::copy);
        }
    }

    /// A copy of the stored password for the entry's proxy, the caller's to close.
    default Optional<Secret> proxyPassword(String entry) {
        try (StoredSignIn stored = read(entry)) {
            return Optional.ofNullable(stored.proxyPassword()).map(Secret::copy);
        }
    }

    /// @param password null leaves the stored one as it is
    default void set(String entry, String user, String domain, @Nullable Secret password) {
        try (StoredSignIn before = password == null ? read(entry) : readOrNothing(entry)) {
            write(entry, before.withSignIn(user, domain, password == null ? before.password() : password));
        }
    }

    /// Leaves the rest as it is.
    default void setProxyPassword(String entry, Secret password) {
        try (StoredSignIn before = readOrNothing(entry)) {
            write(entry, before.withProxyPassword(password));
        }
    }

    /// As above, of the client's key.
    default void setClientKey(String entry, Secret key) {
        try (StoredSignIn before = readOrNothing(entry)) {
            write(entry, before.withClientKey(key));
        }
    }

    /// What is damaged is to be set anew.
    default StoredSignIn readOrNothing(String entry) {
        try {
            return read(entry);
        } catch (RasException e) {
            if (e.error() == RasError.CORRUPT_PHONEBOOK) {
                return StoredSignIn.NOTHING;
            }
            throw e;
        }
    }
}
