package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;

/// A few words about each state, for people who do not know RAS by heart.
final class StatePhrase {
    private StatePhrase() {}

    static String of(ConnectionState state) {
        return switch (state) {
            case OPEN_PORT -> "opening the port";
            case PORT_OPENED -> "the port is open";
            case CONNECT_DEVICE -> "connecting to the server";
            case DEVICE_CONNECTED -> "the server answered";
            case ALL_DEVICES_CONNECTED -> "the tunnel stands, the link is being negotiated";
            case AUTHENTICATE -> "signing in";
            case AUTH_NOTIFY -> "the server answers to the sign-in";
            case AUTH_RETRY -> "signing in again";
            case AUTH_CALLBACK -> "agreeing on a call back";
            case AUTH_CHANGE_PASSWORD -> "changing the password";
            case AUTH_PROJECT -> "negotiating the network";
            case AUTH_LINK_SPEED -> "measuring the speed of the link";
            case AUTH_ACK -> "the server confirms the sign-in";
            case RE_AUTHENTICATE -> "signing in once more";
            case AUTHENTICATED -> "signed in";
            case PREPARE_FOR_CALLBACK -> "hanging up for the call back";
            case WAIT_FOR_MODEM_RESET -> "waiting for the modem";
            case WAIT_FOR_CALLBACK -> "waiting for the call back";
            case PROJECTED -> "the network is negotiated";
            case START_AUTHENTICATION -> "starting to sign in";
            case CALLBACK_COMPLETE -> "called back";
            case LOGON_NETWORK -> "signing in to the network";
            case SUB_ENTRY_CONNECTED -> "a link joined";
            case SUB_ENTRY_DISCONNECTED -> "a link left";
            case APPLY_SETTINGS -> "setting up addresses, routes and DNS";
            case INTERACTIVE -> "waiting for an answer";
            case RETRY_AUTHENTICATION -> "waiting for another sign-in";
            case CALLBACK_SET_BY_CALLER -> "waiting for the number to call back";
            case PASSWORD_EXPIRED -> "waiting for a new password";
            case INVOKE_EAP_UI -> "waiting for what the sign-in method asks";
            case CONNECTED -> "connected";
            case DISCONNECTED -> "disconnected";
        };
    }
}
