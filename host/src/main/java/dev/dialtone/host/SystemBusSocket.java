package dev.dialtone.host;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the system bus is, without touching the D-Bus library: who has no bus, or no use for it, never loads that.
final class SystemBusSocket {
    private static final String VARIABLE = "DBUS_SYSTEM_BUS_ADDRESS";
    private static final Path SOCKET = Path.of("/run/dbus/system_bus_socket");

    private SystemBusSocket() {}

    static String address() {
        String given = System.getenv(VARIABLE);
        return given == null || given.isBlank() ? "unix:path=" + SOCKET : given;
    }

    /// Whether there may be a bus.
    static boolean plausible() {
        return System.getenv(VARIABLE) != null || Files.exists(SOCKET);
    }
}
