package dev.dialtone.ppp;

import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/// IPCP's policy on either side, as [NetworkPhase] sees it.
interface IpcpPolicy extends OptionPolicy {
    /// What was settled, or null when we have no address to use.
    NetworkResult.@Nullable Ipv4 result();

    static @Nullable Inet4Address orNull(int number) {
        return number == 0 ? null : IpcpOptions.address(number);
    }
}
