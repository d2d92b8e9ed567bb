package dev.dialtone.ppp;

import dev.dialtone.core.Secret;

/// What can happen to a [PppSession]. The `Start…` events let it pass a phase boundary: until its driver says so, no
/// packet of the next phase is sent and the peer's are kept (contract N2).
public sealed interface PppEvent {

    /// The carrier moves frames from now on: LCP starts.
    record LowerUp() implements PppEvent {}

    /// The carrier is gone.
    record LowerDown() implements PppEvent {}

    /// How long the carrier takes there and back, as far as it knows; before [LowerUp]. Keeps a request whose
    /// answer is
    /// still under way from being taken for lost.
    record RoundTrip(long nanos) implements PppEvent {}

    /// Data packets were sent past the machine since it was last told; at most once in 4 ms, and only when
    /// [PppSession#wantsDataSent()].
    record DataSent() implements PppEvent {}

    /// A whole PPP frame from the peer, address and control field and protocol compression tolerated either way.
    record Frame(byte[] bytes) implements PppEvent {}

    /// The peer sent something that does not come here (data): it counts as life for the echo.
    ///
    /// @param whenNanos when, now or earlier: silence is counted from then
    record Heard(long whenNanos) implements PppEvent {}

    /// Somebody doubts that the peer lives: an echo is sent at once, and if nothing at all is heard within 5 s
    /// it is lost (829). Means nothing before [PppAction.NetworkOpened].
    record Probe() implements PppEvent {}

    /// After [PppAction.LcpOpened]: authentication may start.
    record StartAuthentication() implements PppEvent {}

    /// After [PppAction.AuthenticationAsked]: the answer may be sent.
    record Respond() implements PppEvent {}

    /// After [PppAction.AuthenticationRefused]: other credentials. [PppAction.AuthenticationAsked] follows at
    /// once, and
    /// nothing is sent before the next [Respond].
    ///
    /// @param user     as in [PppConfig#user]
    /// @param password stays the caller's; to be left open as long as the session is used, for a peer may challenge
    ///                 again
    record Retry(String user, Secret password) implements PppEvent {}

    /// After a [PppAction.AuthenticationRefused] that offers it: a new password in the place of the one in use. It is
    /// sent at once, and once the peer took it it is the one in use.
    ///
    /// @param newPassword stays the caller's, as with [Retry]; so does the old one, which may be closed after
    ///                    [PppAction.Authenticated]
    record ChangePassword(Secret newPassword) implements PppEvent {}

    /// After [PppAction.Authenticated]: the network control protocols may start.
    record StartNetwork() implements PppEvent {}

    /// The time given by the last step has come.
    record Tick() implements PppEvent {}

    /// End it: one Terminate-Request, at most 1 s (contract C6), then [PppAction.Terminated].
    record Close() implements PppEvent {}
}
