package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A store that takes over what files hold, from the time before it was chosen: at once, and what could not be
/// taken over then, when it is asked for. A file is removed when the store has what was in it; until then it
/// counts.
final class CarriedCredentials implements CredentialStore {
    private static final Logger LOG = System.getLogger(CarriedCredentials.class.getName());

    private final CredentialStore store;
    private final FileCredentialStore files;

    private CarriedCredentials(CredentialStore store, FileCredentialStore files) {
        this.store = store;
        this.files = files;
    }

    /// The store, with what the files hold.
    static CredentialStore into(CredentialStore store, FileCredentialStore files) {
        CarriedCredentials carried = new CarriedCredentials(store, files);
        return carried.all() ? store : carried;
    }

    /// @return whether there is no file left
    private boolean all() {
        int count = 0;
        int left = 0;
        for (String entry : files.entries()) {
            try {
                carry(entry);
                count++;
            } catch (RasException e) {
                left++;
                LOG.log(Level.WARNING, "credentials_not_carried_over entry=" + entry + " reason=" + e.getMessage());
                if (e.error() != RasError.CORRUPT_PHONEBOOK) {
                    // it is the store, and would be for each
                    break;
                }
            }
        }
        if (count > 0) {
            LOG.log(Level.INFO, "credentials_carried_over entries=" + count);
        }
        return left == 0;
    }

    private synchronized void carry(String entry) {
        // a file is newer than what the store may have from the time before the files were chosen
        try (StoredSignIn stored = files.read(entry)) {
            if (!stored.isNothing()) {
                store.write(entry, stored);
            }
        }
        files.clear(entry);
    }

    @Override
    public StoredSignIn read(String entry) {
        if (files.holds(entry)) {
            try {
                carry(entry);
            } catch (RasException e) {
                LOG.log(Level.WARNING, "credentials_not_carried_over entry=" + entry + " reason=" + e.getMessage());
                return files.read(entry);
            }
        }
        return store.read(entry);
    }

    @Override
    public synchronized void write(String entry, StoredSignIn signIn) {
        store.write(entry, signIn);
        files.clear(entry);
    }

    @Override
    public synchronized void clear(String entry) {
        store.clear(entry);
        files.clear(entry);
    }

    @Override
    public String keeper(String entry) {
        return files.holds(entry) ? files.keeper(entry) : store.keeper(entry);
    }
}
