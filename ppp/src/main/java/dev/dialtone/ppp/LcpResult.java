package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import org.jspecify.annotations.Nullable;

/// What LCP settled.
///
/// @param peerMruBytes  largest packet the peer takes; 1500 unless it said otherwise
/// @param localMruBytes largest packet we take
/// @param method        how the peer wants us authenticated; null for not at all
public record LcpResult(
        int peerMruBytes, int localMruBytes, @Nullable AuthMethod method) {}
