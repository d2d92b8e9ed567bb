package dev.dialtone.api;

import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Stored sign-in of an entry; the secrets are never given out.
///
/// @param proxyPasswordStored whether there is one for the entry's `proxy-user`
/// @param clientKeyStored     whether there is a key for the entry's `client-cert`, or a PIN for its `client-token`
/// @param store               what keeps it, in a word: `files`, `keystore`, `secret-service`, `systemd`, `prompt`;
///                            empty when the manager does not say
public record CredentialsInfo(
        String entry,
        String user,
        String domain,
        boolean passwordStored,
        boolean proxyPasswordStored,
        boolean clientKeyStored,
        String store) {
    /// Stands for a stored password wherever one is given: to a dial it means the stored one, to
    /// [RemoteAccess#setCredentials] that it stays. It is never sent to a peer, so that nobody can have it as a
    /// password.
    public static final String PLACEHOLDER = "****************";

    private static final byte[] PLACEHOLDER_BYTES = PLACEHOLDER.getBytes(StandardCharsets.US_ASCII);

    /// Without a key of a certificate.
    public CredentialsInfo(
            String entry,
            String user,
            String domain,
            boolean passwordStored,
            boolean proxyPasswordStored,
            String store) {
        this(entry, user, domain, passwordStored, proxyPasswordStored, false, store);
    }

    /// By a manager that does not say what keeps it.
    public CredentialsInfo(
            String entry, String user, String domain, boolean passwordStored, boolean proxyPasswordStored) {
        this(entry, user, domain, passwordStored, proxyPasswordStored, "");
    }

    /// Without one for a proxy.
    public CredentialsInfo(String entry, String user, String domain, boolean passwordStored) {
        this(entry, user, domain, passwordStored, false);
    }

    /// Whether what was given as a password stands for the stored one.
    public static boolean isPlaceholder(Secret given) {
        return given.useUtf8(bytes -> Arrays.equals(bytes, PLACEHOLDER_BYTES));
    }
}
