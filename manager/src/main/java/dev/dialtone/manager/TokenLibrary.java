package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.file.Path;

/// Whether the library of a token may be loaded. SECURITY: it is code that runs with all the manager's rights, root's
/// mostly, and who names it is perhaps a member of the group dialtone only.
final class TokenLibrary {
    private TokenLibrary() {}

    /// Where the library is, with no link on the way.
    ///
    /// @throws ClientIdentity.Unusable 766 there is none, or others could change it
    static Path trusted(Path named) throws ClientIdentity.Unusable {
        return trusted(named, FileTrust.ofProcess());
    }

    static Path trusted(Path named, FileTrust trust) throws ClientIdentity.Unusable {
        try {
            return trust.real(named);
        } catch (IOException e) {
            throw new ClientIdentity.Unusable(Failure.of(
                            RasError.NO_CERTIFICATE,
                            Layer.TLS,
                            "The token's library is not loaded: " + e.getMessage() + ".")
                    .advise("Use a library that the system installed, or make it and the folders and links on the way"
                            + " to it root's: chown root, chmod go-w."));
        }
    }
}
