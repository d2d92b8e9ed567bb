package dev.dialtone.api;

/// Stored sign-in of an entry; the secrets are never given out.
///
/// @param proxyPasswordStored whether there is one for the entry's `proxy-user`
public record CredentialsInfo(
        String entry, String user, String domain, boolean passwordStored, boolean proxyPasswordStored) {
    /// Without one for a proxy.
    public CredentialsInfo(String entry, String user, String domain, boolean passwordStored) {
        this(entry, user, domain, passwordStored, false);
    }
}
