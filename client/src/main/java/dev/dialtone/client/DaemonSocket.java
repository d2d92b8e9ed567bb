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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the daemon listens.
final class DaemonSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Whose stream broke long ago asks for itself: a successor may be there and know more.
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(1);

    private static final int LONGEST_PAUSE_MILLIS = 100;
    private static final String ADVICE =
            "Start a manager with `dialtone daemon`, or name its socket in DIALTONE_SOCKET.";

    private final Path path;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile @Nullable Refusal refusal;

    private record Refusal(long nanos, NoManagerException why) {}

    DaemonSocket(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /// @throws NoManagerException when nobody listens
    /// @throws RasException       5 when this user may not connect, 638 when somebody listens and accepts nobody
    SocketChannel open() {
        return open(this::tryOpen);
    }

    /// As [#open], for one of many whose streams broke. That nobody listens is found out by one of them and
    /// holds for all that were opened before: it was their manager that is dead. Thousands of connects would
    /// take longer than C9 allows.
    ///
    /// @param openedNanos when the stream was opened, as of `System.nanoTime`
    SocketChannel reopen(long openedNanos) {
        return open(() -> tryReopen(openedNanos));
    }

    private SocketChannel open(Supplier<Optional<SocketChannel>> attempt) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int pauseMillis = 1; ; pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS)) {
            Optional<SocketChannel> opened = attempt.get();
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

    private Optional<SocketChannel> tryReopen(long openedNanos) {
        refuseAsBefore(openedNanos);
        probing.lock();
        try {
            refuseAsBefore(openedNanos);
            long asked = System.nanoTime();
            try {
                return tryOpen();
            } catch (NoManagerException e) {
                refusal = new Refusal(asked, e);
                throw e;
            }
        } finally {
            probing.unlock();
        }
    }

    private void refuseAsBefore(long openedNanos) {
        Refusal known = refusal;
        if (known != null
                && known.nanos - openedNanos > 0
                && System.nanoTime() - known.nanos < REFUSAL_HOLDS.toNanos()) {
            throw known.why;
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
