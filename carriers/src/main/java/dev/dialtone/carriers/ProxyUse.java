package dev.dialtone.carriers;

import org.jspecify.annotations.Nullable;

/// The proxy that a connection goes through.
///
/// @param signIn how it was told who is there; null when it did not ask
public record ProxyUse(ProxyAddress address, @Nullable ProxyScheme signIn) {}
