package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class StartSocketTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    private Path directory = Path.of("");

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean started;

    private String manager() {
        asked.incrementAndGet();
        if (!started) {
            throw new NoManagerException("nobody " + asked, "");
        }
        return "a manager";
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.resolve("start.sock")));
    }

    @Test
    void managerThatIsThere_isAskedOnce() throws IOException {
        started = true;
        try (ServerSocketChannel start = listen()) {
            start.configureBlocking(false);
            assertThat(StartSocket.ask(directory.resolve("start.sock"), LONG, this::manager))
                    .isEqualTo("a manager");
            assertThat(asked).hasValue(1);
            assertThat(start.accept()).as("nobody called here").isNull();
        }
    }

    @Test
    void noManager_isStartedByWhoListens() throws IOException {
        try (ServerSocketChannel start = listen()) {
            Thread.ofVirtual().start(() -> {
                try {
                    start.accept().close();
                    started = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            StartSocket.ask(
                    directory.resolve("dialtone.sock"),
                    () -> assertThat(manager()).isEqualTo("a manager"));
            assertThat(asked.get()).isGreaterThan(1);
        }
    }

    @Test
    void noManagerAndNobodyToStartOne_isSaidAtOnce() {
        assertThatThrownBy(() -> StartSocket.ask(directory.resolve("start.sock"), LONG, this::manager))
                .isInstanceOf(NoManagerException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void managerThatDoesNotCome_isWaitedForNoLongerThanSaid() throws IOException {
        try (ServerSocketChannel unanswered = listen()) {
            assertThat(unanswered.isOpen()).isTrue();
            assertThatThrownBy(() ->
                            StartSocket.ask(directory.resolve("start.sock"), Duration.ofMillis(200), this::manager))
                    .isInstanceOf(NoManagerException.class)
                    .hasMessage("nobody " + asked);
            assertThat(asked.get()).isGreaterThan(1);
        }
    }

    @Test
    void otherErrors_startNothing() throws IOException {
        try (ServerSocketChannel start = listen()) {
            start.configureBlocking(false);
            assertThatThrownBy(() -> StartSocket.ask(directory.resolve("start.sock"), LONG, () -> {
                        throw RasException.of(RasError.ACCESS_DENIED, "not you");
                    }))
                    .isInstanceOf(RasException.class)
                    .isNotInstanceOf(NoManagerException.class);
            assertThat(start.accept()).isNull();
        }
    }
}
