package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import java.net.Inet4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an answering [PppAnswerer] offers.
///
/// @param accounts    who may sign in
/// @param method      the authentication to demand; null for none
/// @param ipv4        negotiate IPCP
/// @param ipv6        negotiate IPV6CP
/// @param ownAddress  our IPv4 address
/// @param peerAddress the IPv4 address to give
/// @param dns         name servers to give, the first two count
/// @param nbns        NetBIOS name servers to give, the first two count
/// @param mruBytes    what we announce, 576..65535
/// @param startsFirst send the first LCP request on LowerUp; otherwise only after the peer's first frame
///                    (INTEROP [SoftEther])
/// @param name        our name in a CHAP challenge
/// @param refusal     what follows a wrong sign-in
public record PppAnswererConfig(
        Accounts accounts,
        @Nullable AuthMethod method,
        boolean ipv4,
        boolean ipv6,
        Inet4Address ownAddress,
        Inet4Address peerAddress,
        List<Inet4Address> dns,
        List<Inet4Address> nbns,
        int mruBytes,
        boolean startsFirst,
        String name,
        RefusalPolicy refusal) {
    public PppAnswererConfig {
        dns = List.copyOf(dns);
        nbns = List.copyOf(nbns);
    }
}
