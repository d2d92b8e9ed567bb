package dev.dialtone.manager;

import dev.dialtone.core.AddressText;
import java.net.InetSocketAddress;

/// Endpoints as text.
final class Endpoints {
    private Endpoints() {}

    /// `192.0.2.1:443`, `[2001:db8::1]:443`.
    static String text(InetSocketAddress endpoint) {
        String host = endpoint.getAddress() == null ? endpoint.getHostString() : AddressText.of(endpoint.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.getPort();
    }
}
