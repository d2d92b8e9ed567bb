package dev.dialtone.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The documented states of a connection with their documented numbers (contract §1). Running states are notified
/// before their work starts (N2); a paused one waits for an answer; a terminal one ends an attempt.
public enum ConnectionState {
    OPEN_PORT("OpenPort", 0),
    PORT_OPENED("PortOpened", 1),
    CONNECT_DEVICE("ConnectDevice", 2),
    DEVICE_CONNECTED("DeviceConnected", 3),
    ALL_DEVICES_CONNECTED("AllDevicesConnected", 4),
    AUTHENTICATE("Authenticate", 5),
    AUTH_NOTIFY("AuthNotify", 6),
    AUTH_RETRY("AuthRetry", 7),
    AUTH_CALLBACK("AuthCallback", 8),
    AUTH_CHANGE_PASSWORD("AuthChangePassword", 9),
    AUTH_PROJECT("AuthProject", 10),
    AUTH_LINK_SPEED("AuthLinkSpeed", 11),
    AUTH_ACK("AuthAck", 12),
    RE_AUTHENTICATE("ReAuthenticate", 13),
    AUTHENTICATED("Authenticated", 14),
    PREPARE_FOR_CALLBACK("PrepareForCallback", 15),
    WAIT_FOR_MODEM_RESET("WaitForModemReset", 16),
    WAIT_FOR_CALLBACK("WaitForCallback", 17),
    PROJECTED("Projected", 18),
    START_AUTHENTICATION("StartAuthentication", 19),
    CALLBACK_COMPLETE("CallbackComplete", 20),
    LOGON_NETWORK("LogonNetwork", 21),
    SUB_ENTRY_CONNECTED("SubEntryConnected", 22),
    SUB_ENTRY_DISCONNECTED("SubEntryDisconnected", 23),
    APPLY_SETTINGS("ApplySettings", 24),
    INTERACTIVE("Interactive", 0x1000),
    RETRY_AUTHENTICATION("RetryAuthentication", 0x1001),
    CALLBACK_SET_BY_CALLER("CallbackSetByCaller", 0x1002),
    PASSWORD_EXPIRED("PasswordExpired", 0x1003),
    INVOKE_EAP_UI("InvokeEapUI", 0x1004),
    CONNECTED("Connected", 0x2000),
    DISCONNECTED("Disconnected", 0x2001);

    /// Whether the manager works, waits for an answer, or is done.
    public enum Group {
        RUNNING,
        PAUSED,
        TERMINAL;

        /// The word used in JSON.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int PAUSED_BIT = 0x1000;
    private static final int TERMINAL_BIT = 0x2000;

    private final String word;
    private final int code;

    ConnectionState(String word, int code) {
        this.word = word;
        this.code = code;
    }

    /// The documented name, used in JSON and text.
    public String word() {
        return word;
    }

    /// The documented number.
    public int code() {
        return code;
    }

    public Group group() {
        if ((code & TERMINAL_BIT) != 0) {
            return Group.TERMINAL;
        }
        return (code & PAUSED_BIT) != 0 ? Group.PAUSED : Group.RUNNING;
    }

    public static Optional<ConnectionState> ofWord(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }
}
