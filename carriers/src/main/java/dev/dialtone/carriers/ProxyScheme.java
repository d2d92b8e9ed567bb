package dev.dialtone.carriers;

import java.util.Locale;

/// How one signs in to a proxy: HTTP's authentication schemes that are spoken here.
public enum ProxyScheme {
    /// RFC 7616: the password itself is not sent.
    DIGEST,

    /// RFC 7617: the password is sent as it is, and the way to a proxy is not encrypted.
    BASIC;

    /// As in an entry: lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
