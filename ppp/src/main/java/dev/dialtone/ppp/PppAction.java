package dev.dialtone.ppp;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;

/// What a [PppSession] asks of its driver.
public sealed interface PppAction {

    /// Give this whole PPP frame (FF 03, two-byte protocol) to the carrier.
    record Send(byte[] frame) implements PppAction {}

    /// LCP is open. The machine waits for [PppEvent.StartAuthentication].
    record LcpOpened(LcpResult result) implements PppAction {}

    /// The peer wants us authenticated (its challenge is here, or the method has none). The machine waits for
    /// [PppEvent.Respond]. Not emitted when no authentication was negotiated; again after each [PppEvent.Retry].
    record AuthenticationAsked(AuthMethod method) implements PppAction {}

    /// The peer refused us, but goes on waiting on this link (SPEC [RFC 2759 §6]). The machine waits for
    /// [PppEvent.Retry] or [PppEvent.ChangePassword], for any time, and goes on answering the peer.
    ///
    /// @param failure           what it would be if nobody had anything else to offer
    /// @param canChangePassword whether [PppEvent.ChangePassword] is possible
    record AuthenticationRefused(Failure failure, boolean canChangePassword) implements PppAction {}

    /// The peer accepted us (and proved itself, with MS-CHAPv2). The machine waits for [PppEvent.StartNetwork].
    record Authenticated(AuthResult result) implements PppAction {}

    /// The link was negotiated anew, and the peer accepted us again: these are the keys from now on. For whoever uses
    /// keys after the sign-in; nothing waits.
    record KeysChanged(AuthResult result) implements PppAction {}

    /// Every network protocol that was asked for has opened or failed, and at least one is usable.
    record NetworkOpened(NetworkResult result) implements PppAction {}

    /// A network protocol opened after [NetworkOpened] (IPV6CP never holds IPv4 up).
    record NetworkChanged(NetworkResult result) implements PppAction {}

    /// It cannot go on; nothing more will be emitted but [Send] and [Terminated] after a [PppEvent.Close].
    record Failed(Failure failure) implements PppAction {}

    /// The peer terminated an open link, orderly; [Failure] says how (629 and its words).
    record PeerTerminated(Failure failure) implements PppAction {}

    /// Our own [PppEvent.Close] is over.
    record Terminated() implements PppAction {}
}
