package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.testkit.Answerer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a dial comes to when the server misbehaves: always one completion within its limits, and which error it is.
/// `docs/failures.md` is this test's table; `-Ddialtone.failures.write=true` writes it anew.
@Timeout(180)
class MisbehaviourTest {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(6);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Duration STAYS_UP = Duration.ofSeconds(3);
    private static final int AT_A_TIME = 12;
    private static final Path COMMITTED = Path.of("..", "docs", "failures.md");
    private static final String COMMAND =
            "./verify -pl interop -am -Dtest=MisbehaviourTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Ddialtone.failures.write=true";

    private static final String HEAD = """
            | where | what is wrong | state | error | name | layer | retry | reason |
            |---|---|---|---|---|---|---|---|
            """;

    /// One line of the table.
    private record Row(Trouble trouble, Notification told, long millis) {
        String outcome() {
            int number = told.error() != 0 ? told.error() : told.cause();
            Detail detail = told.detail();
            String state = told.state().word() + (told.ending() ? " (ending)" : "");
            if (trouble.racing()) {
                assertThat(told.state()).isIn(ConnectionState.ALL_DEVICES_CONNECTED, ConnectionState.AUTHENTICATE);
                state = "AllDevicesConnected or Authenticate";
                if (detail != null && (told.error() == 721 || told.error() == 718)) {
                    return state
                            + " | 721 or 718 | PPP_NO_RESPONSE or PPP_TIMEOUT | lcp or auth | yes | One or the other was"
                            + " not done within 2 s, the limit of a state. |";
                }
            }
            return number == 0
                    ? state + " | 0 | | | | |"
                    : "%s | %d | %s | %s | %s | %s |"
                            .formatted(
                                    state,
                                    number,
                                    RasError.nameOf(number),
                                    detail == null ? "" : detail.layer(),
                                    detail != null && detail.retryable() ? "yes" : "no",
                                    detail == null ? "" : reason(detail));
        }

        String line() {
            return "| " + trouble.where() + " | " + trouble.what() + " | " + outcome();
        }

        /// Without what differs from run to run.
        private String reason(Detail detail) {
            String reason = trouble.racing()
                    ? detail.reason().replaceFirst("while [^.]*", "while the link came up or the sign-in began")
                    : detail.reason();
            return reason.replaceAll("127\\.0\\.0\\.1:[0-9]+", "SERVER:PORT")
                    .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5} UTC", "DATE")
                    .replace('|', '/');
        }
    }

    @Test
    void everyMisbehaviour_isOneCompletionInTimeWithItsDocumentedError_C1_C6_E1_E2() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Rig rig = new Rig()) {
            List<Future<Row>> dials = new ArrayList<>();
            Semaphore room = new Semaphore(AT_A_TIME);
            warmUp(rig);
            try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                int number = 0;
                for (Trouble trouble : Trouble.all()) {
                    String name = "entry-" + ++number;
                    dials.add(each.submit(() -> {
                        room.acquire();
                        try {
                            return dial(rig, name, trouble);
                        } finally {
                            room.release();
                        }
                    }));
                }
                for (Future<Row> dial : dials) {
                    rows.add(dial.get());
                }
            }
            assertThat(rig.memory().present()).as("left on the host").isEmpty();
        }
        report(rows);
        List<String> lines = rows.stream().map(Row::line).toList();
        if (Boolean.getBoolean("dialtone.failures.write")) {
            Files.writeString(COMMITTED, table(lines));
        }
        List<String> committed = committed();
        Set<String> pinned = committed.stream().map(MisbehaviourTest::pinned).collect(Collectors.toSet());
        assertThat(lines.stream().filter(line -> !pinned.contains(pinned(line))))
                .as("what docs/failures.md does not say; if it is meant, make it anew with: " + COMMAND)
                .isEmpty();
        assertThat(committed).as("docs/failures.md").hasSameSizeAs(lines);
    }

    /// All but the sentence: which system call meets a cut first differs from run to run.
    private static String pinned(String line) {
        return String.join("|", List.of(line.split("\\|", -1)).subList(1, 8));
    }

    /// Its lines of the table.
    private static List<String> committed() throws IOException {
        return Files.readAllLines(COMMITTED).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| where "))
                .toList();
    }

    private static void warmUp(Rig rig) {
        Connection connection = rig.manager().dial(rig.request("warm-up"), new Recorder());
        assertThat(connection.completion().join().isConnected()).isTrue();
        connection.hangUp().join();
    }

    private static Row dial(Rig rig, String name, Trouble trouble) throws Exception {
        try (Answerer answerer = trouble.start()) {
            Recorder recorder = new Recorder();
            long begun = System.nanoTime();
            Connection connection = rig.manager()
                    .dial(
                            DialRequest.of(trouble.entry(name, answerer))
                                    .signIn(Rig.USER, "", Rig.PASSWORD)
                                    .timeouts(trouble.limit(), DIAL_LIMIT),
                            recorder);
            Notification completion = connection.completion().get(60, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(took).as("%s", trouble).isLessThan(DIAL_LIMIT.plus(FAREWELL));
            Notification told = completion;
            if (completion.isConnected()) {
                told = awaitEnding(recorder, completion);
                connection.hangUp().get(60, TimeUnit.SECONDS);
            }
            recorder.awaitEnd(Rig.SOON);
            Told.isWhole(recorder.all());
            return new Row(trouble, told, took.toMillis());
        }
    }

    private static Notification awaitEnding(Recorder recorder, Notification completion) throws InterruptedException {
        try {
            return recorder.await(Notification::ending, STAYS_UP);
        } catch (AssertionError stillUp) {
            return completion;
        }
    }

    private static void report(List<Row> rows) throws IOException {
        StringBuilder timed = new StringBuilder(HEAD);
        rows.forEach(
                row -> timed.append(row.line()).append(' ').append(row.millis()).append(" ms\n"));
        System.out.println(timed);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "failures.md"), timed);
    }

    private static String table(List<String> lines) {
        return """
                # What a dial comes to

                Each line is a dial against the answerer with limits of 2 s for a state (as a rule 60 s) and 6 s in all (120 s).
                *Where* is the server's step; *state* is where the one who dials is told the error. `(ending)` is the end of an
                established connection with its cause; `Connected` without an error: the connection came up, or stays up. *Retry*
                says whether dialling again unchanged can help. `or`: client and server race there.

                Made by `MisbehaviourTest`, which fails when it no longer holds. To make it anew:

                    COMMAND

                """.replace("COMMAND", COMMAND) + HEAD + String.join("\n", lines) + "\n";
    }
}
