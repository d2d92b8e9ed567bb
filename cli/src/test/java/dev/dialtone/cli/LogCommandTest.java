package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.Detail;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Statistics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final FakeAccess access = new FakeAccess();

    private static ConnectionSummary past(
            String id, @Nullable Instant ended, int failures, ConnectionState state, int error, int cause) {
        return new ConnectionSummary(
                id, "office", "sstp", 0, NOON, ended, 2, failures, 9, state, error, cause, null, Statistics.NONE);
    }

    @Test
    void withoutAName_listsWhatEachConnectionCameTo() {
        access.past.addAll(List.of(
                past("c-1", NOON.plusSeconds(3661), 0, ConnectionState.DISCONNECTED, 0, 631),
                past("c-2", NOON.plusSeconds(5), 3, ConnectionState.AUTH_NOTIFY, 691, 0),
                past("c-3", NOON.plusSeconds(5), 1, ConnectionState.DISCONNECTED, 0, 829),
                past("c-4", null, 1, ConnectionState.CONNECTED, 0, 0),
                past("c-5", null, 0, ConnectionState.AUTHENTICATE, 0, 0)));
        Run.Result result = new Run(access).command("log");
        assertThat(result.code()).isZero();
        assertThat(access.asked).isEqualTo(HistoryFilter.ALL);
        assertThat(result.out().lines())
                .satisfiesExactly(
                        l -> assertThat(l).startsWith("STARTED").endsWith("RESULT"),
                        l -> assertThat(l).contains("office", "1:01:01", "c-1").endsWith("hung up"),
                        l -> assertThat(l).contains("error 691 in AuthNotify: ").endsWith("(2 more failures before)"),
                        l -> assertThat(l).contains("ended, cause 829: ").doesNotContain("before)"),
                        l -> assertThat(l).endsWith("connected (1 failure before)"),
                        l -> assertThat(l).endsWith("signing in"));
    }

    @Test
    void nothing_isSaid() {
        assertThat(new Run(access).command("log").out()).isEqualTo("No connections.\n");
        assertThat(new Run(access).command("log", "--json").out()).isEmpty();
    }

    @Test
    void json_isALineForEach() {
        access.past.add(past("c-1", NOON.plusSeconds(9), 1, ConnectionState.AUTH_NOTIFY, 691, 0));
        assertThat(new Run(access).command("log", "--json").objects())
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.text("connection")).isEqualTo("c-1");
                    assertThat(o.text("started")).isEqualTo("2026-11-22T12:00:00.000000Z");
                    assertThat(o.text("name")).isEqualTo("AUTHENTICATION_FAILURE");
                });
    }

    @Test
    void options_becomeTheFilter() {
        Run.Result result = new Run(access)
                .command(
                        "log",
                        "--entry",
                        "office",
                        "--since=2026-11-22T08:00:00Z",
                        "--until",
                        "2026-11-22T09:00:00Z",
                        "--failed",
                        "--error=691",
                        "--state=authnotify",
                        "--limit",
                        "5");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(access.asked)
                .isEqualTo(new HistoryFilter(
                        "office",
                        Instant.parse("2026-11-22T08:00:00Z"),
                        Instant.parse("2026-11-22T09:00:00Z"),
                        true,
                        691,
                        ConnectionState.AUTH_NOTIFY,
                        5));
    }

    @Test
    void wrongOptions_areNamed_E4() {
        for (String wrong : List.of("--since=noon", "--until=25:00", "--error=-1", "--state=Nowhere", "--limit=0")) {
            Run.Result result = new Run(access).command("log", wrong);
            assertThat(result.code()).as(wrong).isEqualTo(2);
            assertThat(result.err()).contains(wrong.substring(0, wrong.indexOf('=')) + ": ");
        }
        Run.Result reversed = new Run(access).command("log", "--since=1h", "--until=2h");
        assertThat(reversed.code()).isEqualTo(2);
        assertThat(reversed.err()).contains("--since: is not before until");
        assertThat(new Run(access).command("log", "office", "--entry", "office").code())
                .isEqualTo(2);
    }

    @Test
    void refusal_isTold() {
        access.refusal = RasException.of(RasError.ACCESS_DENIED, "user 7 may not");
        assertThat(new Run(access).command("log").code()).isEqualTo(4);
    }

    @Test
    void optionsChooseNotificationsOfOneConnection() {
        access.with(new FakeConnection("c-2", "home")
                .enter(ConnectionState.OPEN_PORT)
                .enter(ConnectionState.CONNECT_DEVICE)
                .fail(
                        ConnectionState.CONNECT_DEVICE,
                        RasError.VPN_TIMEOUT,
                        new Detail("tcp", "no answer", null, null, "look at the network", true)));
        assertThat(new Run(access).command("log", "home", "--failed", "--json").objects())
                .extracting(o -> o.number("error"))
                .containsExactly(809L);
        assertThat(new Run(access)
                        .command("log", "home", "--state", "ConnectDevice")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(new Run(access).command("log", "home", "--error=691").out()).isEmpty();
        assertThat(new Run(access).command("log", "home", "--limit=1").out()).contains("809");
        assertThat(new Run(access).command("log", "home", "--since=2999-01-01").out())
                .isEmpty();
    }
}
