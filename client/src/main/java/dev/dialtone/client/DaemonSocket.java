package dev.dialtone.client;

import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the daemon listens.
record DaemonSocket(Path path) {
    private static final String ADVICE =
            "Start a manager with `dialtone daemon`, or name its socket in DIALTONE_SOCKET.";

    /// @throws NoManagerException when nobody listens
    /// @throws RasException       5 when this user may not connect
    SocketChannel open() {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("Permission denied")) {
                throw RasException.of(
                        RasError.ACCESS_DENIED, "this user may not connect to the manager's socket " + path);
            }
            throw new NoManagerException(
                    "no manager answers on " + path + (Files.exists(path) ? " (" + why + ")" : " (there is no socket)"),
                    ADVICE);
        }
    }

    /// The manager was there and is not any more.
    NoManagerException gone() {
        return new NoManagerException("the manager on " + path + " ended before it answered", ADVICE);
    }

    /// The manager answers, but not in words that are known here.
    RasException garbled(String why) {
        return RasException.of(
                RasError.MANAGER_CANNOT_INITIALIZE, "what answers on " + path + " is not a manager: " + why);
    }
}
