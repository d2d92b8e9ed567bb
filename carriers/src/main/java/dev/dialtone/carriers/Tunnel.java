package dev.dialtone.carriers;

import dev.dialtone.core.PacketLink;
import dev.dialtone.core.Secret;

/// One remote-access connection as its protocol sees it. Each phase is started by its owner, so that no work of
/// a state
/// is on the wire before the state was notified (contract N2), and ends in one call of the [TunnelListener].
///
/// All methods but [#batch] are called on the connection's [dev.dialtone.core.Loop], return at once, and answer
/// through the listener, on the same loop, never from inside the call.
public interface Tunnel extends PacketLink {

    /// Lets the PPP frames of both directions be looked at from now on. Before [#connect].
    void tap(FrameTap tap);

    /// ConnectDevice: reach the server and bring the carrier up. Then [TunnelListener#connected].
    void connect();

    /// AllDevicesConnected: establish the link (LCP). Then [TunnelListener#established].
    void establish();

    /// Authenticate: wait for the peer to ask who we are. Then [TunnelListener#authenticationAsked], or at once
    /// [TunnelListener#authenticated] when none was negotiated.
    void authenticate();

    /// AuthNotify: answer the peer. Then [TunnelListener#authenticated], or when it may be tried again on this tunnel
    /// [TunnelListener#authenticationRefused].
    void respond();

    /// AuthRetry, after [TunnelListener#authenticationRefused]: sign in with other credentials. Then
    /// [TunnelListener#authenticationAsked], and nothing on the wire before the next [#respond].
    ///
    /// @param user     as it goes on the wire, domain included
    /// @param password stays the caller's; to be left open until [TunnelListener#closed], for a peer may ask again
    void retry(String user, Secret password);

    /// AuthChangePassword, after a [TunnelListener#authenticationRefused] that offered it: put a new password in the
    /// place of the one that was refused as expired. Then [TunnelListener#authenticated], or refused again.
    ///
    /// @param newPassword as above; the one in use from [TunnelListener#authenticated] on, and only then may the
    ///                    old one be closed
    void changePassword(Secret newPassword);

    /// Authenticated and AuthProject: bind the carrier to the sign-in, negotiate the network. Then
    /// [TunnelListener#projected].
    void project();

    /// ApplySettings: ask the peer's network for what PPP does not say: routes, domains, name servers, IPv6
    /// prefixes; and its name servers whether they answer. Then [TunnelListener#learned], when all has answered or
    /// after a moment: an answer is not owed. What comes later is [TunnelListener#projectionChanged].
    void learn(LearningRequest wanted);

    /// Ask the peer now whether it lives, because the host slept or its network changed: when nothing at all is heard
    /// within 5 s, [TunnelListener#failed] with 829. Means nothing before [TunnelListener#projected].
    void probe();

    /// Orderly end from any phase: one farewell of each layer, each bounded (contract C6: link 1 s, carrier 2
    /// s). Then
    /// [TunnelListener#closed], always, once, and nothing after it. Safe to repeat.
    void close();

    /// End without farewell. Then [TunnelListener#closed]. Safe to repeat and to call after [#close()].
    void abort();

    /// Counters so far; callable from any thread.
    TunnelCounters counters();
}
