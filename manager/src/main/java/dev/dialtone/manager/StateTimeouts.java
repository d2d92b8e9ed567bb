package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Layer;

/// Which error it is when a state does not end in time (C6).
final class StateTimeouts {
    private static final int PPP_TIMEOUT = 718;
    private static final int PPP_NO_RESPONSE = 721;

    private StateTimeouts() {}

    static int error(ConnectionState state) {
        return switch (state) {
            case CONNECT_DEVICE -> RasError.VPN_TIMEOUT;
            case ALL_DEVICES_CONNECTED -> PPP_NO_RESPONSE;
            case AUTHENTICATE, AUTH_NOTIFY, AUTH_RETRY, AUTH_CHANGE_PASSWORD, AUTHENTICATED, AUTH_PROJECT ->
                PPP_TIMEOUT;
            case APPLY_SETTINGS -> RasError.IP_CONFIGURATION;
            default -> RasError.REQUEST_TIMEOUT;
        };
    }

    /// What did not happen, as the beginning of a sentence.
    static String reason(ConnectionState state) {
        return switch (state) {
            case OPEN_PORT -> "The host did not open the network interface";
            case CONNECT_DEVICE -> "The server did not take the call (TCP, TLS and SSTP)";
            case ALL_DEVICES_CONNECTED -> "The link with the server was not established (LCP)";
            case AUTHENTICATE -> "The server did not ask for the sign-in";
            case AUTH_NOTIFY -> "The server did not answer the sign-in";
            case AUTH_RETRY -> "The server did not take another sign-in";
            case AUTH_CHANGE_PASSWORD -> "The server did not answer the new password";
            case AUTHENTICATED, AUTH_PROJECT -> "The network was not negotiated with the server (IPCP)";
            case APPLY_SETTINGS -> "The host did not take the network settings";
            default -> "The state " + state.word() + " did not end";
        };
    }

    static Layer layer(ConnectionState state) {
        return switch (state) {
            case OPEN_PORT, PORT_OPENED, PROJECTED, APPLY_SETTINGS -> Layer.HOST;
            case ALL_DEVICES_CONNECTED -> Layer.LCP;
            case AUTHENTICATE, AUTH_NOTIFY, AUTH_RETRY, AUTH_CHANGE_PASSWORD -> Layer.AUTH;
            case AUTHENTICATED, AUTH_PROJECT -> Layer.PPP;
            default -> Layer.SSTP;
        };
    }
}
