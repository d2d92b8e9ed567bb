package dev.dialtone.api;

/// Stored sign-in of an entry; the secret is never given out.
public record CredentialsInfo(String entry, String user, String domain, boolean passwordStored) {}
