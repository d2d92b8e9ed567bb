package dev.dialtone.client;

import dev.dialtone.api.NoManagerException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/// Where the service manager listens for those who want a manager and find none: `start.sock` beside the manager's own
/// socket (`dist/dialtone.socket`). Who connects has it started, and then calls the manager itself. That the service
/// manager does not hold the manager's own socket is what lets a refused connection tell of the manager's death (C9).
final class StartSocket {
    private static final String NAME = "start.sock";

    /// A manager of the package is there within a second; a small machine that boots is slower.
    private static final Duration START = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private StartSocket() {}

    /// Asks; when there is no manager and it can be started, starts it and asks until it answers.
    ///
    /// @param managers the socket of the manager
    /// @throws NoManagerException there is none, and none comes
    static void ask(Path managers, Runnable question) {
        ask(managers.resolveSibling(NAME), START, () -> {
            question.run();
            return true;
        });
    }

    static <T> T ask(Path start, Duration longest, Supplier<T> question) {
        try {
            return question.get();
        } catch (NoManagerException none) {
            if (!knock(start)) {
                throw none;
            }
            return await(longest, question, none);
        }
    }

    /// Whether somebody who listens there lets this user have a manager started. To have connected is all there is to
    /// it.
    private static boolean knock(Path start) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(start));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static <T> T await(Duration longest, Supplier<T> question, NoManagerException none) {
        long begun = System.nanoTime();
        NoManagerException last = none;
        while (System.nanoTime() - begun < longest.toNanos()) {
            try {
                Thread.sleep(PAUSE);
                return question.get();
            } catch (NoManagerException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw last;
            }
        }
        throw last;
    }
}
