package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/// Stored sign-ins by Windows' rules (docs/adr/0032), whatever keeps them: a placeholder stands for a stored
/// password, a one-time code is never stored, what is stored goes and moves with its entry. Callable from any
/// thread.
final class Credentials {
    private static final Logger LOG = System.getLogger(Credentials.class.getName());

    private final CredentialStore store;

    Credentials(CredentialStore store) {
        this.store = store;
    }

    /// What was found for a dial: a sign-in, or why there is none, which only who needs one has to hear.
    record Found(StoredSignIn signIn, @Nullable RasException failure) implements AutoCloseable {
        /// The user and the domain, if need be without their password.
        StoredSignIn orThrow() {
            if (failure != null) {
                throw failure;
            }
            return signIn;
        }

        @Override
        public void close() {
            signIn.close();
        }
    }

    /// For a dial of the entry; the caller's to close. May block for some seconds.
    Found find(Entry entry) {
        try {
            return new Found(usable(entry, store.read(entry.name())), null);
        } catch (RasException e) {
            return new Found(StoredSignIn.NOTHING, e);
        }
    }

    /// An entry may have been made one of one-time codes after its password was stored, and whoever writes what keeps
    /// it by hand may have copied what stands for a password, which is never sent.
    private static StoredSignIn usable(Entry entry, StoredSignIn stored) {
        Secret password = stored.password();
        Secret proxys = stored.proxyPassword();
        StoredSignIn usable = stored;
        if (password != null && (entry.flag(EntryOption.ONE_TIME) || CredentialsInfo.isPlaceholder(password))) {
            password.close();
            usable = usable.withSignIn(stored.user(), stored.domain(), null);
        }
        if (proxys != null && CredentialsInfo.isPlaceholder(proxys)) {
            proxys.close();
            usable = usable.withProxyPassword(null);
        }
        return usable;
    }

    CredentialsInfo info(Entry entry) {
        CredentialsInfo stored = store.info(entry.name());
        return !entry.flag(EntryOption.ONE_TIME)
                ? stored
                : new CredentialsInfo(
                        stored.entry(),
                        stored.user(),
                        stored.domain(),
                        false,
                        stored.proxyPasswordStored(),
                        stored.clientKeyStored(),
                        stored.store());
    }

    /// @param password null and the placeholder leave the stored one
    /// @throws RasException 87, 621, 624
    synchronized void set(Entry entry, String user, String domain, @Nullable Secret password) {
        String name = entry.name();
        if (password == null) {
            store.set(name, user, domain, null);
        } else if (CredentialsInfo.isPlaceholder(password)) {
            if (!store.info(name).passwordStored()) {
                throw nothingToStandFor("password", name);
            }
            store.set(name, user, domain, null);
        } else if (entry.flag(EntryOption.ONE_TIME)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "password: the one of \"" + name + "\" is a one-time code (one-time=true), which is never stored");
        } else {
            store.set(name, user, domain, password);
        }
    }

    /// @param password the placeholder leaves the stored one
    synchronized void setProxyPassword(String entry, Secret password) {
        if (!CredentialsInfo.isPlaceholder(password)) {
            store.setProxyPassword(entry, password);
        } else if (!store.info(entry).proxyPasswordStored()) {
            throw nothingToStandFor("proxy password", entry);
        }
    }

    /// @param key the placeholder leaves the stored one
    /// @throws RasException 766 it is no key, where a certificate wants one
    synchronized void setClientKey(Entry entry, Secret key) {
        if (CredentialsInfo.isPlaceholder(key)) {
            if (!store.info(entry.name()).clientKeyStored()) {
                throw nothingToStandFor("client key", entry.name());
            }
            return;
        }
        if (entry.text(EntryOption.CLIENT_TOKEN).isEmpty()) {
            try {
                PrivateKey _ = ClientKeys.of(key);
            } catch (ClientIdentity.Unusable e) {
                throw RasException.of(
                        RasError.NO_CERTIFICATE, "client key: is no private key (PKCS#8; RSA, EC or Ed25519)");
            }
        }
        store.setClientKey(entry.name(), key);
    }

    private static RasException nothingToStandFor(String what, String entry) {
        return RasException.of(
                RasError.INVALID_PARAMETER,
                what + ": sixteen asterisks stand for a stored one, and none is stored for \"" + entry + "\"");
    }

    /// By who asked for it. What systemd gives can be taken back there only.
    ///
    /// @throws RasException 624 something is stored still
    synchronized void clear(String entry) {
        store.clear(entry);
        CredentialsInfo left = store.info(entry);
        if (left.passwordStored() || left.proxyPasswordStored() || left.clientKeyStored()) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "what is stored for \"" + entry + "\" is given by " + left.store() + ", and stays until it is taken"
                            + " out of the service's unit");
        }
    }

    /// Whether anything is stored under that name, also for an entry that is no longer there.
    synchronized boolean holds(String entry) {
        try (StoredSignIn stored = store.readOrNothing(entry)) {
            return !stored.isNothing();
        }
    }

    /// An entry of that name is new: what one before it left behind, removed by hand, is not for this one. Best
    /// effort, as what keeps sign-ins may be away and a new entry needs none.
    void forgetLeftOver(String entry) {
        try {
            forget(entry);
        } catch (RasException e) {
            LOG.log(Level.WARNING, "credentials_not_looked_for entry=" + entry + " reason=" + e.getMessage());
        }
    }

    /// The entry goes, and what was stored for it goes first.
    synchronized void forget(String entry) {
        store.clear(entry);
    }

    /// The entry's password is a one-time code from now on.
    synchronized void forgetPassword(String entry) {
        try (StoredSignIn stored = store.readOrNothing(entry)) {
            if (stored.password() != null) {
                store.write(entry, stored.withSignIn(stored.user(), stored.domain(), null));
            }
        }
    }

    /// What is stored for an entry goes with it to its other name.
    ///
    /// @param entry renames it; what it throws leaves all as it was
    synchronized void rename(String from, String to, Runnable entry) {
        store.copy(from, to);
        try {
            entry.run();
        } catch (RuntimeException e) {
            store.clear(to);
            throw e;
        }
        store.clear(from);
    }

    /// The stored password was changed at the server: the old one would only lock the account.
    synchronized void changed(String entry, String user, Secret password) {
        CredentialsInfo info = store.info(entry);
        // SECURITY: not that of somebody else, who signed in when the stored one was refused
        if (info.user().isEmpty() || info.user().equals(user)) {
            store.set(entry, info.user(), info.domain(), password);
        }
    }

    /// Somebody connected with it; what was stored before was another's or is the same.
    synchronized void connected(String entry, String user, String domain, Secret password) {
        try (StoredSignIn before = store.readOrNothing(entry)) {
            StoredSignIn now = before.withSignIn(user, domain, password);
            if (!now.isSameSignIn(before)) {
                store.write(entry, now);
            }
        }
    }
}
