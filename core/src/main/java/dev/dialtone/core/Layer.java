package dev.dialtone.core;

import java.util.Locale;

/// Where in the stack a failure arose (contract E2).
public enum Layer {
    MANAGER,
    HOST,
    DNS,
    TCP,
    PROXY,
    TLS,
    HTTP,
    SSTP,
    PPP,
    LCP,
    AUTH,
    IPCP,
    IPV6CP;

    /// The word used in JSON and text: lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
