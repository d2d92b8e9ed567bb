package dev.dialtone.carriers;

import dev.dialtone.core.Failure;

/// Told by a [Tunnel] how its phases went, on the connection's loop.
public interface TunnelListener {
    void connected(CarrierInfo carrier);

    void established();

    /// The peer asked who we are.
    ///
    /// @param method the authentication method's word, for example `mschapv2`
    void authenticationAsked(String method);

    /// The peer refused the sign-in, but waits on this tunnel for something else: [Tunnel#retry] or
    /// [Tunnel#changePassword], or [Tunnel#close]. No time runs, keep-alives are answered; when the peer waits no
    /// longer, [#failed] follows.
    ///
    /// @param failure           what it is if there is nothing else to offer
    /// @param canChangePassword whether [Tunnel#changePassword] is possible
    void authenticationRefused(Failure failure, boolean canChangePassword);

    /// The peer let us in.
    ///
    /// @param method   as above, `none` when the peer asked for none
    /// @param peerText the peer's words on success; may be empty
    void authenticated(String method, String peerText);

    void projected(TunnelProjection projection);

    /// The answer to [Tunnel#learn]: what the peer's network told by now.
    default void learned(TunnelProjection projection) {}

    /// More of the network opened after [#projected], or after [#learned] its network told something else.
    void projectionChanged(TunnelProjection projection);

    /// The phase in hand cannot succeed, or the established tunnel is lost or was ended by the peer. Called at most
    /// once; the owner then calls [Tunnel#close()] or [Tunnel#abort()].
    void failed(Failure failure);

    /// Everything is released. The last call.
    void closed();
}
