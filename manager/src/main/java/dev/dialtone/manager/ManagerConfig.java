package dev.dialtone.manager;

import dev.dialtone.carriers.Transport;
import dev.dialtone.host.Host;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a manager keeps its things and what it works with.
///
/// @param config  directory of entries (`entries.d` inside, of users' own `users.d`) and credentials; made when
///                missing
/// @param state   directory of history and journal; made when missing; one manager at a time
/// @param host    the machine's network
/// @param opener  how carriers reach servers
/// @param observerBuffer how many notifications an observer may fall behind before it is ended as lagged (N8)
/// @param secrets what keeps stored sign-ins
/// @param hooks   directory of what is called when something happens to a connection; null for nobody
public record ManagerConfig(
        Path config,
        Path state,
        Host host,
        Transport.Opener opener,
        int observerBuffer,
        SecretsChoice secrets,
        @Nullable Path hooks) {
    /// Attempts enough of a flapping connection, and little memory: the log is kept anyway.
    public static final int OBSERVER_BUFFER = 1024;

    public ManagerConfig(Path config, Path state, Host host, Transport.Opener opener) {
        this(config, state, host, opener, OBSERVER_BUFFER);
    }

    /// With secrets where they usually are, and one that calls nobody.
    public ManagerConfig(Path config, Path state, Host host, Transport.Opener opener, int observerBuffer) {
        this(config, state, host, opener, observerBuffer, SecretsChoice.USUAL, null);
    }

    /// The same, with sign-ins kept elsewhere.
    public ManagerConfig with(SecretsChoice choice) {
        return new ManagerConfig(config, state, host, opener, observerBuffer, choice, hooks);
    }

    /// The same with hooks.
    public ManagerConfig withHooks(Path directory) {
        return new ManagerConfig(config, state, host, opener, observerBuffer, secrets, directory);
    }
}
