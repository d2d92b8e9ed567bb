package dev.dialtone.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where things lie (contract §7), from the environment: root has the machine's own places, another user theirs.
///
/// @param socket  the manager's socket: where a client looks, and where a daemon of this user listens
/// @param config  entries
/// @param state   history and journal
public record Places(Path socket, Path config, Path state) {
    private static final Path SYSTEM_SOCKET = Path.of("/run/dialtone/dialtone.sock");

    /// Where a client finds its manager.
    public static Places ofClient(Map<String, String> environment, boolean root) {
        Places own = ofDaemon(environment, root);
        boolean systemHasOne = Files.exists(SYSTEM_SOCKET);
        boolean named = !environment.getOrDefault("DIALTONE_SOCKET", "").isEmpty();
        return named || !systemHasOne ? own : new Places(SYSTEM_SOCKET, own.config, own.state);
    }

    /// Where a daemon of this user puts its things.
    public static Places ofDaemon(Map<String, String> environment, boolean root) {
        String home = environment.getOrDefault("HOME", "/");
        Path socket;
        String named = environment.getOrDefault("DIALTONE_SOCKET", "");
        if (!named.isEmpty()) {
            socket = Path.of(named);
        } else if (root) {
            socket = SYSTEM_SOCKET;
        } else {
            socket = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", home + "/.cache"), "dialtone.sock");
        }
        if (root) {
            return new Places(socket, Path.of("/etc/dialtone"), Path.of("/var/lib/dialtone"));
        }
        return new Places(
                socket,
                Path.of(environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"), "dialtone"),
                Path.of(environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state"), "dialtone"));
    }
}
