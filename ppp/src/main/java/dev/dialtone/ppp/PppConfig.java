package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import java.net.Inet4Address;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a dialling [PppSession] is to ask for. Timers and counts take RFC 1661 §4.6's defaults where not named.
///
/// @param user             user name as it goes on the wire, domain included (`DOMAIN\\user`) if any
/// @param password         owned by the caller, not closed by the session
/// @param methods          what we are willing to do; never empty
/// @param ipv4             negotiate IPCP
/// @param ipv6             negotiate IPV6CP
/// @param requestedAddress IPv4 address to ask for, or null for the peer's choice
/// @param dns              ask for name servers (RFC 1877)
/// @param mruBytes         what we announce, 576..4087
/// @param wakeSilentPeer   send an LCP Echo-Request after each 50 ms of silence while negotiating the network, and no
///                         magic number (INTEROP [SoftEther]: its PPP thread sleeps on timers, packet by packet)
/// @param echoIntervalNanos LCP echo when idle after opening; 0 for none
public record PppConfig(
        String user,
        Secret password,
        Set<AuthMethod> methods,
        boolean ipv4,
        boolean ipv6,
        @Nullable Inet4Address requestedAddress,
        boolean dns,
        int mruBytes,
        boolean wakeSilentPeer,
        long echoIntervalNanos) {
    public PppConfig {
        methods = Set.copyOf(methods);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("methods: at least one authentication method is needed");
        }
    }
}
