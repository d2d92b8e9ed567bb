package dev.dialtone.manager;

import dev.dialtone.carriers.ProxyUse;
import dev.dialtone.core.AddressText;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Endpoints as text.
final class Endpoints {
    private Endpoints() {}

    /// `http://proxy.example.com:3128`; null for none.
    static @Nullable String proxy(@Nullable ProxyUse proxy) {
        return proxy == null ? null : proxy.address().toString();
    }

    /// `192.0.2.1:443`, `[2001:db8::1]:443`.
    static String text(InetSocketAddress endpoint) {
        String host = endpoint.getAddress() == null ? endpoint.getHostString() : AddressText.of(endpoint.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.getPort();
    }
}
