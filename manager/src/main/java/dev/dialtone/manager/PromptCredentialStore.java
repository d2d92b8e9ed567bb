package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;

/// Keeps nothing: whoever dials gives the password, or is asked for it.
final class PromptCredentialStore implements CredentialStore {
    static final String NAME = "prompt";

    private final FileCredentialStore files;

    /// @param files from the time before; they are left alone, but go with their entries
    PromptCredentialStore(FileCredentialStore files) {
        this.files = files;
    }

    @Override
    public StoredSignIn read(String entry) {
        return StoredSignIn.NOTHING;
    }

    @Override
    public void write(String entry, StoredSignIn signIn) {
        throw new RasException(Failure.of(
                        RasError.CANNOT_WRITE_PHONEBOOK,
                        Layer.MANAGER,
                        "nothing is stored for \"" + entry + "\": this manager keeps no sign-ins (--secrets prompt)")
                .advise("Give the password with each dial, or start the manager with --secrets keystore; a user"
                        + " alone belongs into the entry: dialtone entry set \"" + entry + "\" --user NAME"));
    }

    @Override
    public void clear(String entry) {
        files.clear(entry);
    }

    @Override
    public String keeper(String entry) {
        return NAME;
    }
}
