package dev.dialtone.checker;

import java.util.List;
import java.util.Map;

/// The documented states and their numbers, written down a second time: the checker believes nobody.
final class States {
    static final int OPEN_PORT = 0;
    static final int CONNECT_DEVICE = 2;
    static final int ALL_DEVICES_CONNECTED = 4;
    static final int AUTH_NOTIFY = 6;
    static final int AUTH_RETRY = 7;
    static final int AUTH_CHANGE_PASSWORD = 9;
    static final int AUTH_PROJECT = 10;
    static final int AUTHENTICATED = 14;
    static final int APPLY_SETTINGS = 24;
    static final int CONNECTED = 0x2000;
    static final int DISCONNECTED = 0x2001;

    private static final int PAUSED = 0x1000;
    private static final int TERMINAL = 0x2000;

    private static final List<String> RUNNING = List.of(
            "OpenPort",
            "PortOpened",
            "ConnectDevice",
            "DeviceConnected",
            "AllDevicesConnected",
            "Authenticate",
            "AuthNotify",
            "AuthRetry",
            "AuthCallback",
            "AuthChangePassword",
            "AuthProject",
            "AuthLinkSpeed",
            "AuthAck",
            "ReAuthenticate",
            "Authenticated",
            "PrepareForCallback",
            "WaitForModemReset",
            "WaitForCallback",
            "Projected",
            "StartAuthentication",
            "CallbackComplete",
            "LogonNetwork",
            "SubEntryConnected",
            "SubEntryDisconnected",
            "ApplySettings");

    private static final Map<String, Integer> OTHERS = Map.of(
            "Interactive", PAUSED,
            "RetryAuthentication", PAUSED + 1,
            "CallbackSetByCaller", PAUSED + 2,
            "PasswordExpired", PAUSED + 3,
            "InvokeEapUI", PAUSED + 4,
            "Connected", CONNECTED,
            "Disconnected", DISCONNECTED);

    private States() {}

    /// The number of a state, or -1 when there is none of this name.
    static int code(String name) {
        Integer other = OTHERS.get(name);
        return other != null ? other : RUNNING.indexOf(name);
    }

    static String group(int code) {
        return (code & TERMINAL) != 0 ? "terminal" : (code & PAUSED) != 0 ? "paused" : "running";
    }

    static boolean isPaused(int code) {
        return (code & PAUSED) != 0;
    }

    static boolean isRunning(int code) {
        return (code & (PAUSED | TERMINAL)) == 0;
    }

    static List<String> names() {
        return java.util.stream.Stream.concat(RUNNING.stream(), OTHERS.keySet().stream())
                .toList();
    }
}
