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
            case AUTHENTICATE, AUTH_NOTIFY, AUTHENTICATED, AUTH_PROJECT -> PPP_TIMEOUT;
            case APPLY_SETTINGS -> RasError.IP_CONFIGURATION;
            default -> RasError.REQUEST_TIMEOUT;
        };
    }

    static Layer layer(ConnectionState state) {
        return switch (state) {
            case OPEN_PORT, PORT_OPENED, PROJECTED, APPLY_SETTINGS -> Layer.HOST;
            case ALL_DEVICES_CONNECTED -> Layer.LCP;
            case AUTHENTICATE, AUTH_NOTIFY -> Layer.AUTH;
            case AUTHENTICATED, AUTH_PROJECT -> Layer.PPP;
            default -> Layer.SSTP;
        };
    }
}
