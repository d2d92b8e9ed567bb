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
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Where the daemon listens.
record DaemonSocket(Path path) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_PAUSE_MILLIS = 100;
    private static final String ADVICE =
            "Start a manager with `dialtone daemon`, or name its socket in DIALTONE_SOCKET.";

    /// @throws NoManagerException when nobody listens
    /// @throws RasException       5 when this user may not connect, 638 when somebody listens and accepts nobody
    SocketChannel open() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int pauseMillis = 1; ; pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS)) {
            Optional<SocketChannel> opened = tryOpen();
            if (opened.isPresent()) {
                return opened.get();
            }
            if (System.nanoTime() - until > 0) {
                throw RasException.of(
                        RasError.REQUEST_TIMEOUT,
                        "the manager on " + path + " accepted no connection within " + PATIENCE.toSeconds() + " s");
            }
            pause(pauseMillis);
        }
    }

    // The JDK connects without blocking on a virtual thread, and Linux then refuses where a blocking
    // connect(2) would wait for room in the listener's queue.
    /// Empty when there is no room.
    private Optional<SocketChannel> tryOpen() {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return Optional.of(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("temporarily unavailable")) {
                return Optional.empty();
            }
            if (why.contains("Permission denied")) {
                throw RasException.of(
                        RasError.ACCESS_DENIED, "this user may not connect to the manager's socket " + path);
            }
            throw new NoManagerException(
                    "no manager answers on " + path + (Files.exists(path) ? " (" + why + ")" : " (there is no socket)"),
                    ADVICE);
        }
    }

    private void pause(int mostMillis) {
        try {
            // thousands that come at once come apart
            Thread.sleep(ThreadLocalRandom.current().nextInt(mostMillis) + 1L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone();
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
