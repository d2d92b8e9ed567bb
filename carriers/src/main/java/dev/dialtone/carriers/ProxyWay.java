package dev.dialtone.carriers;

import org.jspecify.annotations.Nullable;

/// A proxy on the way to a server, and what it may be told.
record ProxyWay(ProxyAddress address, ProxyAccess access) {

    /// Null for the straight way.
    static @Nullable ProxyWay to(String host, int port, ProxyChoice choice, ProxyEnvironment environment)
            throws CarrierException {
        return switch (choice) {
            case ProxyChoice.Direct _ -> null;
            case ProxyChoice.AsEnvironment(ProxyAccess access) -> environment.wayTo(host, port, access);
            case ProxyChoice.Named(ProxyAddress address, ProxyAccess access) -> new ProxyWay(address, access);
        };
    }
}
