package dev.dialtone.cli;

import dev.dialtone.api.Places;
import dev.dialtone.api.RemoteAccess;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/// All that a command touches of the world outside.
///
/// @param connector   gives the manager behind a socket, or throws `NoManagerException`
/// @param screen      standard output and standard error
/// @param in          standard input
/// @param environment variables
/// @param root        whether this is root
/// @param successor   starts a program in this process's place
record Shell(
        Function<Path, RemoteAccess> connector,
        Screen screen,
        InputStream in,
        Map<String, String> environment,
        boolean root,
        Terminal terminal,
        Interrupt interrupt,
        Successor successor) {

    /// Where a manager is looked for when no option says so.
    Path socket() {
        return Places.ofClient(environment, root).socket();
    }
}
