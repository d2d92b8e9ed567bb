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
import java.time.Duration;

/// Where the daemon listens.
record DaemonSocket(Path path) {
    private static final String ADVICE =
            "Start a manager with `dialtone daemon`, or name its socket in DIALTONE_SOCKET.";

    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /// @throws NoManagerException when nobody listens, or nobody has taken the connection within 10 s
    /// @throws RasException       5 when this user may not connect
    SocketChannel open() {
        try {
            return connect();
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

    // On a virtual thread the JDK connects without blocking, and Linux answers EAGAIN while more clients wait than the
    // daemon's backlog holds: one that is busy, not one that is gone.
    private SocketChannel connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        long until = System.nanoTime() + BUSY.toNanos();
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(address);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                boolean busy = String.valueOf(e.getMessage()).contains("temporarily unavailable");
                if (!busy || System.nanoTime() - until >= 0) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the manager was busy", e);
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
