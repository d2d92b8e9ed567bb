package dev.dialtone.ppp;

import dev.dialtone.core.Failure;

/// What a [PppAnswerer] asks of its driver or tells it.
public sealed interface PppAnswererAction {

    /// Give this whole PPP frame (FF 03, two-byte protocol) to the carrier.
    record Send(byte[] frame) implements PppAnswererAction {}

    /// LCP is open.
    record LcpOpened(LcpResult result) implements PppAnswererAction {}

    /// The peer signed in, or nobody asked it to.
    ///
    /// @param user   as named on the wire; empty when nothing was demanded
    /// @param result the keys as the server sees them: its sendKey is the client's receiveKey
    record Authenticated(String user, AuthResult result) implements PppAnswererAction {}

    /// The link was negotiated anew, and the peer signed in again: these are the keys from now on.
    ///
    /// @param result as that of [Authenticated]
    record KeysChanged(AuthResult result) implements PppAnswererAction {}

    /// The peer was refused, and may go on on this link: with other credentials, or a new password when its own has
    /// expired.
    ///
    /// @param message what it was told
    record AuthenticationRefused(String user, String message) implements PppAnswererAction {}

    /// The peer was refused; a termination of the link follows, or [CutCarrier].
    ///
    /// @param message what it was told
    record AuthenticationFailed(String user, String message) implements PppAnswererAction {}

    /// End the carrier, once what was sent has left, without a word. The last action. See [RefusalPolicy].
    record CutCarrier() implements PppAnswererAction {}

    /// The network protocols opened or failed; `address` in it is ours, `peer` the one given away.
    record NetworkOpened(NetworkResult result) implements PppAnswererAction {}

    /// Another network protocol opened, or one was lost.
    record NetworkChanged(NetworkResult result) implements PppAnswererAction {}

    /// It cannot go on; the link is being terminated.
    record Failed(Failure failure) implements PppAnswererAction {}

    /// The peer terminated the link.
    record PeerTerminated(Failure failure) implements PppAnswererAction {}

    /// LCP is closed and nothing more will be sent: after [PppEvent.Close], a failure or the peer's own termination.
    record Terminated() implements PppAnswererAction {}
}
