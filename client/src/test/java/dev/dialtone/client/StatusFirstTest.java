package dev.dialtone.client;

import static dev.dialtone.client.ScriptedDaemon.event;
import static dev.dialtone.client.ScriptedDaemon.json;
import static dev.dialtone.client.ScriptedDaemon.status;
import static dev.dialtone.client.ScriptedDaemon.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stream begins with what the log has, so that a manager that dies leaves nothing to guess (C9).
@Timeout(20)
class StatusFirstTest {
    private static final String RETRIED = ",\"completion\":true,\"retryInMillis\":5000";

    private ScriptedDaemon daemon;

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        daemon = ScriptedDaemon.listen(directory.resolve("d.sock"));
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private List<String> requests(String about) {
        return daemon.asked.stream()
                .map(request -> request.substring(0, request.indexOf(" HTTP")))
                .filter(line -> line.contains(about))
                .toList();
    }

    private String dying(String answer) {
        daemon.die();
        return answer;
    }

    private Connection found(String stream, Function<String, String> others) throws Exception {
        RemoteClient client = daemon.client(List.of(stream), others);
        return client.connection("c-1");
    }

    private static Notification told(CompletableFuture<Notification> future) throws Exception {
        return future.get(5, TimeUnit.SECONDS);
    }

    @Test
    void managerThatDiesBehindTheStatus_isToldWithTheNextSeq_C9() throws Exception {
        RemoteClient client = daemon.client(List.of());
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        String lost = stream(0, status("Authenticate", 5), event(1, "OpenPort", ""));
        daemon.answer(line -> line.startsWith("POST /v1/leases ") ? stream("{\"lease\":\"l\"}\nHOLD") : dying(lost));
        Connection connection = client.dial(DialRequest.of("e"), seen::add);
        Notification completion = told(connection.completion());
        assertThat(completion.seq()).isEqualTo(6);
        assertThat(completion.state()).isEqualTo(ConnectionState.AUTHENTICATE);
        assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(told(connection.outcome())).isEqualTo(completion);
        assertThat(seen.take().seq()).isEqualTo(1);
        assertThat(seen.take()).isEqualTo(completion);
        assertThat(requests("/v1/connections")).containsExactly("POST /v1/connections");
    }

    @Test
    void statusOfAResumedStream_isWhatTheLogHas_C9() throws Exception {
        RemoteClient client = daemon.client(List.of());
        String again = stream(1, status("Connected", 7), "");
        daemon.answer(line -> {
            if (line.startsWith("POST /v1/leases ")) {
                return stream("{\"lease\":\"l\"}\nHOLD");
            }
            return line.startsWith("POST /v1/connections ") ? stream(0, event(1, "OpenPort", "")) : dying(again);
        });
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        client.dial(DialRequest.of("e"), seen::add);
        assertThat(seen.take().seq()).isEqualTo(1);
        Notification ending = seen.take();
        assertThat(ending.seq()).isEqualTo(8);
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(RasError.MANAGER_STOPPED);
    }

    @Test
    void outcome_isReadFromTheDialsOwnStream_C1a() throws Exception {
        String whole = stream(
                0,
                event(1, "ConnectDevice", RETRIED)
                        + event(2, "OpenPort", "")
                        + event(3, "Connected", ",\"completion\":true")
                        + "HOLD");
        RemoteClient client = daemon.client(List.of(whole));
        Connection connection = client.dial(DialRequest.of("e"), _ -> {});
        assertThat(told(connection.completion()).seq()).isEqualTo(1);
        assertThat(told(connection.outcome()).seq()).isEqualTo(3);
        assertThat(requests("/v1/connections")).containsExactly("POST /v1/connections");
    }

    @Test
    void dialOfAClosedClientThatWaitsForItsNextAttempt_isNotFollowed() throws Exception {
        RemoteClient client = daemon.client(List.of(stream(0, event(1, "ConnectDevice", RETRIED) + "HOLD")));
        Connection connection = client.dial(DialRequest.of("e"), _ -> {});
        assertThat(told(connection.completion()).seq()).isEqualTo(1);
        client.close();
        List<String> left = List.of(daemon.left.take(), daemon.left.take(), daemon.left.take());
        assertThat(left).anyMatch(line -> line.startsWith("POST /v1/connections "));
    }

    @Test
    void foundConnection_hasItsCompletionAtOnce() throws Exception {
        String log = stream(
                0,
                status("Connected", 2),
                event(1, "OpenPort", "") + event(2, "Connected", ",\"completion\":true") + "HOLD");
        Connection connection = found(log, line -> json(status("Connected", 2)));
        CompletableFuture<Notification> completion = connection.completion();
        assertThat(completion).isDone();
        assertThat(completion.get().seq()).isEqualTo(2);
        assertThat(told(connection.outcome())).isEqualTo(completion.get());
        assertThat(requests("/c-1"))
                .containsExactly("GET /v1/connections/c-1", "GET /v1/connections/c-1/notifications?since=0");
    }

    @Test
    void managerThatDiesOverAHangUp_isToldByTheStreamThatWasThereFirst_C4_C9() throws Exception {
        String standing = stream(4, status("Connected", 5), event(5, "Connected", ",\"completion\":true"));
        Connection connection =
                found(standing, line -> line.startsWith("DELETE ") ? dying("") : json(status("Connected", 5)));
        Notification ending = told(connection.hangUp());
        assertThat(ending.seq()).isEqualTo(6);
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(requests("/c-1").subList(1, 3))
                .containsExactly("GET /v1/connections/c-1/notifications?since=last", "DELETE /v1/connections/c-1");
    }

    @Test
    void hangUpOfWhatOthersHold_givesTheEndingAndReleaseTheConnectedThatStands_C4_H2() throws Exception {
        String held = status("Connected", 5).replace("}", ",\"references\":2}");
        Connection connection = found(
                stream(
                        4,
                        held,
                        event(5, "Connected", ",\"completion\":true")
                                + event(6, "Disconnected", ",\"cause\":631,\"ending\":true")
                                + "HOLD"),
                line -> json(held));
        assertThat(told(connection.hangUp()).seq()).isEqualTo(6);
        assertThat(told(connection.release()).seq()).isEqualTo(5);
    }

    @Test
    void refusedHangUp_closesItsStream_H7() throws Exception {
        String refusal = "{\"error\":5,\"message\":\"no\",\"detail\":{\"layer\":\"manager\",\"reason\":\"not yours\"}}";
        Connection connection = found(
                stream(4, status("Connected", 5), "HOLD"),
                line -> line.startsWith("DELETE ")
                        ? json(refusal).replace("200 OK", "403 Forbidden")
                        : json(status("Connected", 5)));
        assertThat(connection.hangUp().exceptionNow())
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.ACCESS_DENIED));
        List<String> left = List.of(daemon.left.take(), daemon.left.take(), daemon.left.take(), daemon.left.take());
        assertThat(left).anyMatch(line -> line.contains("since=last"));
    }

    @Test
    void unknownConnection_isError6WhicheverRequestIsRefused() throws Exception {
        String refusal = "{\"error\":6,\"message\":\"no\",\"detail\":{\"layer\":\"manager\",\"reason\":\"none\"}}";
        String gone = json(refusal).replace("200 OK", "404 Not Found");
        Connection connection = found(gone, line -> line.startsWith("GET ") ? json(status("Connected", 5)) : gone);
        for (CompletableFuture<Notification> future : List.of(connection.hangUp(), connection.release())) {
            assertThat(future.exceptionNow())
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_HANDLE));
        }
    }

    @Test
    void hangUpOfWhoHasTooManyStreams_isDone_H1() throws Exception {
        String refusal = "{\"error\":5,\"message\":\"no\",\"detail\":{\"layer\":\"manager\",\"reason\":\"streams\"}}";
        Connection connection =
                found(json(refusal).replace("200 OK", "403 Forbidden"), line -> json(status("Connected", 5)));
        assertThat(connection.hangUp()).isCompletedExceptionally();
        assertThat(requests("DELETE")).containsExactly("DELETE /v1/connections/c-1");
    }
}
