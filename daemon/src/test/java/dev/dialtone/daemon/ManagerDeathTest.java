package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.client.RemoteClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Contract C9, with a daemon in a process of its own.
@Timeout(40)
class ManagerDeathTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private Path socket = Path.of("");
    private Process daemon;
    private RemoteClient client;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        socket = directory.resolve("d.sock");
        daemon = startDaemon();
        client = RemoteClient.connect(socket);
    }

    private Process startDaemon() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeDaemonMain.class.getName(),
                        socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).startsWith("ready ");
        return process;
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        daemon.destroyForcibly().waitFor();
    }

    private Instant kill() throws InterruptedException {
        Instant killed = Instant.now();
        daemon.destroyForcibly().waitFor();
        return killed;
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(daemon.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void pendingDial_completesWith834InItsState() throws Exception {
        Seen seen = new Seen();
        Connection connection = client.dial(DialRequest.of("stuck"), seen);
        assertThat(seen.notifications.take().seq()).isEqualTo(1);
        assertThat(seen.notifications.take().seq()).isEqualTo(2);
        Seen other = new Seen();
        connection.watch(2, other);

        Instant killed = kill();

        Notification completion = connection.completion().get(5, TimeUnit.SECONDS);
        assertThat(Duration.between(killed, Instant.now())).isLessThan(LIMIT);
        assertThat(completion.seq()).isEqualTo(3);
        assertThat(completion.state()).isEqualTo(ConnectionState.CONNECT_DEVICE);
        assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(completion.completion()).isTrue();
        assertThat(completion.ending()).isFalse();
        assertThat(completion.detail()).isNotNull().satisfies(detail -> {
            assertThat(detail.layer()).isEqualTo("manager");
            assertThat(detail.retryable()).isTrue();
        });
        assertThat(seen.ended.get()).isEqualTo(3);
        assertThat(seen.notifications).containsExactly(completion);
        assertThat(other.ended.get()).isEqualTo(3);
        assertThat(other.notifications).containsExactly(completion);
        assertThatThrownBy(connection::status).isInstanceOf(NoManagerException.class);
        assertThatThrownBy(() -> client.dial(DialRequest.of("stuck"), _ -> {}))
                .isInstanceOf(NoManagerException.class)
                .hasMessageContaining(socket.toString());
    }

    @Test
    void establishedConnection_endsWithCause834() throws Exception {
        Seen seen = new Seen();
        Connection connection = client.dial(DialRequest.of("up"), seen);
        assertThat(connection.completion().get().isConnected()).isTrue();
        Instant killed = kill();
        assertThat(seen.ended.get()).isEqualTo(4);
        assertThat(Duration.between(killed, Instant.now())).isLessThan(LIMIT);
        List<Notification> all = new ArrayList<>(seen.notifications);
        Notification ending = all.getLast();
        assertThat(ending.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(ending.error()).isZero();
        assertThat(ending.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(ending.ending()).isTrue();
        assertThat(ending.completion()).isFalse();
        assertThat(connection.completion().get().isConnected()).isTrue();
    }

    @Test
    void dialThatAsks_completesWith834InItsPausedState_C9() throws Exception {
        Seen seen = new Seen();
        Connection connection = client.dial(DialRequest.of("paused"), seen);
        assertThat(seen.notifications.take().isPaused()).isTrue();
        kill();
        Notification completion = connection.completion().get(5, TimeUnit.SECONDS);
        assertThat(completion.state()).isEqualTo(ConnectionState.RETRY_AUTHENTICATION);
        assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(completion.prompt()).isNull();
        assertThat(connection.outcome().get(5, TimeUnit.SECONDS)).isEqualTo(completion);
    }

    @Test
    void connectionThatWaitsForItsNextAttempt_isDisconnectedWithCause834_C9() throws Exception {
        Seen seen = new Seen();
        Connection connection = client.dial(DialRequest.of("waits"), seen);
        assertThat(connection.completion().get().error()).isEqualTo(RasError.VPN_TIMEOUT);
        CompletableFuture<Notification> outcome = connection.outcome();
        kill();
        Notification last = outcome.get(5, TimeUnit.SECONDS);
        assertThat(last.seq()).isEqualTo(2);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(last.error()).isZero();
        assertThat(last.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(last.completion()).isTrue();
        assertThat(last.ending()).isFalse();
        assertThat(seen.ended.get()).isEqualTo(2);
        assertThat(seen.notifications).last().isEqualTo(last);
    }

    @Test
    void eventsOfAManagerThatDied_end_V1() throws Exception {
        CompletableFuture<Long> ended = new CompletableFuture<>();
        client.watchAll(3, new EventObserver() {
            @Override
            public void onEvent(AccessEvent event) {}

            @Override
            public void onEnd(long lastSeq) {
                ended.complete(lastSeq);
            }
        });
        kill();
        assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void newManagerThatDoesNotKnowTheConnection_isNotBelieved() throws Exception {
        Connection connection = client.dial(DialRequest.of("stuck"), _ -> {});
        signal("STOP");
        CompletableFuture<Notification> completion = connection.completion();
        Instant killed = kill();
        daemon = startDaemon();
        assertThat(completion.get(5, TimeUnit.SECONDS).error()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(5));
        Connection next = client.dial(DialRequest.of("up"), _ -> {});
        assertThat(next.completion().get().isConnected()).isTrue();
    }

    @Test
    void managerThatStandsStill_isNotDead() throws Exception {
        Connection connection = client.dial(DialRequest.of("stuck"), _ -> {});
        signal("STOP");
        assertThat(connection
                        .completion()
                        .completeOnTimeout(null, 1500, TimeUnit.MILLISECONDS)
                        .get())
                .isNull();
        signal("CONT");
        assertThat(connection.hangUp().get().cause()).isEqualTo(RasError.USER_DISCONNECTION);
        assertThat(connection.completion().get().cause()).isEqualTo(RasError.USER_DISCONNECTION);
    }

    @Test
    void notifications_reachAnotherProcessAtOnce() throws Exception {
        List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> enough = new CompletableFuture<>();
        client.dial(DialRequest.of("talk"), notification -> {
            micros.add(Duration.between(notification.time(), Instant.now()).toNanos() / 1000);
            if (micros.size() == 1500) {
                enough.complete(null);
            }
        });
        enough.get(30, TimeUnit.SECONDS);
        List<Long> warm = new ArrayList<>(micros.subList(500, 1500));
        Collections.sort(warm);
        // some 0.2 ms on a quiet machine; the limit only tells a flush that is missing from a machine
        // that is busy
        assertThat(warm.get(500)).isLessThan(10_000);
    }
}
