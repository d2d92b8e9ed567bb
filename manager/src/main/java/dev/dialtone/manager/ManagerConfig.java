package dev.dialtone.manager;

import dev.dialtone.carriers.Transport;
import dev.dialtone.host.Host;
import java.nio.file.Path;

/// Where a manager keeps its things and what it works with.
///
/// @param config  directory of entries (`entries.d` inside) and credentials; made when missing
/// @param state   directory of history and journal; made when missing; one manager at a time
/// @param host    the machine's network
/// @param opener  how carriers reach servers
public record ManagerConfig(Path config, Path state, Host host, Transport.Opener opener) {}
