package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.core.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored sign-ins. A port; in production files. Callable from any thread.
public interface CredentialStore {
    /// What is stored for an entry, without the secret.
    CredentialsInfo info(String entry);

    /// A copy of the stored password, the caller's to close.
    Optional<Secret> password(String entry);

    /// @param password null leaves the stored one
    void set(String entry, String user, String domain, @Nullable Secret password);

    /// A copy of the stored password for the entry's proxy, the caller's to close.
    Optional<Secret> proxyPassword(String entry);

    /// Leaves the rest as it is.
    void setProxyPassword(String entry, Secret password);

    void clear(String entry);
}
