package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryFilterTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final HistoryFilter FULL = HistoryFilter.ALL
            .ofEntry("büro & co")
            .between(NOON, NOON.plusSeconds(60))
            .onlyFailures()
            .withError(691)
            .inState(ConnectionState.AUTH_NOTIFY)
            .newest(7);

    private static Notification note(ConnectionState state, int error, int cause, int reason) {
        return new Notification(
                1, NOON, "c-1", "office", 1, 1, state, error, cause, null, false, false, 0, reason, null);
    }

    @Test
    void roundTripsThroughAQuery() {
        assertThat(HistoryWire.of(HistoryFilter.ALL)).isEmpty();
        assertThat(HistoryWire.filter(Map.of())).isEqualTo(HistoryFilter.ALL);
        assertThat(HistoryWire.of(FULL).keySet()).containsExactlyElementsOf(HistoryWire.PARAMETERS);
        assertThat(HistoryWire.filter(HistoryWire.of(FULL))).isEqualTo(FULL);
    }

    @Test
    void roundTripsASummary() {
        ConnectionSummary summary = new ConnectionSummary(
                "c-1",
                "office",
                "sstp",
                1000,
                NOON,
                NOON.plusSeconds(9),
                3,
                2,
                17,
                ConnectionState.AUTH_NOTIFY,
                691,
                0,
                new Detail("auth", "refused", "E=691", null, "look at the password", false),
                new Statistics(1, 2, 3, 4, 5, 6));
        assertThat(HistoryWire.summary(Json.object(Json.text(HistoryWire.of(summary)))))
                .isEqualTo(summary);
    }

    @Test
    void rejectsWhatIsNoValue_namingTheParameter_E4() {
        Map.of(
                        "since",
                        "noon",
                        "until",
                        "2026-11-22",
                        "failures",
                        "yes",
                        "error",
                        "-691",
                        "state",
                        "Nowhere",
                        "limit",
                        "")
                .forEach((name, value) -> assertThatThrownBy(() -> HistoryWire.filter(Map.of(name, value)))
                        .as(name)
                        .isInstanceOfSatisfying(
                                RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_PARAMETER))
                        .hasMessageStartingWith(name + ": "));
        assertThatThrownBy(() -> HistoryFilter.ALL.between(NOON, NOON)).hasMessageContaining("since");
        assertThatThrownBy(() -> HistoryFilter.ALL.newest(-1)).hasMessageContaining("limit");
        assertThatThrownBy(() -> HistoryFilter.ALL.withError(-1)).hasMessageContaining("error");
    }

    @Test
    void spansWhatWasThereWithinTheTimes() {
        HistoryFilter hour = HistoryFilter.ALL.between(NOON, NOON.plusSeconds(3600));
        Instant before = NOON.minusSeconds(1);
        assertThat(hour.spans("office", before, Optional.of(before)))
                .as("over before")
                .isFalse();
        assertThat(hour.spans("office", before, Optional.of(NOON)))
                .as("ended in it")
                .isTrue();
        assertThat(hour.spans("office", before, Optional.empty())).as("goes on").isTrue();
        assertThat(hour.spans("office", NOON.plusSeconds(3600), Optional.empty()))
                .as("began after")
                .isFalse();
        assertThat(hour.ofEntry("branch").spans("office", NOON, Optional.empty()))
                .isFalse();
    }

    @Test
    void matchesErrorsCausesAndReasons_allInOneNotification() {
        assertThat(HistoryFilter.ALL.matches(note(ConnectionState.OPEN_PORT, 0, 0, 0)))
                .isTrue();
        assertThat(HistoryFilter.ALL.withError(691).matches(note(ConnectionState.RETRY_AUTHENTICATION, 0, 0, 691)))
                .isTrue();
        assertThat(HistoryFilter.ALL.withError(829).matches(note(ConnectionState.DISCONNECTED, 0, 829, 0)))
                .isTrue();
        assertThat(HistoryFilter.ALL
                        .withError(691)
                        .inState(ConnectionState.CONNECTED)
                        .matches(note(ConnectionState.AUTH_NOTIFY, 691, 0, 0)))
                .isFalse();
    }

    @Test
    void failuresAreErrorsAndEndsThatNobodyAskedFor() {
        assertThat(HistoryFilter.isFailure(note(ConnectionState.AUTH_NOTIFY, 691, 0, 0)))
                .isTrue();
        assertThat(HistoryFilter.isFailure(note(ConnectionState.DISCONNECTED, 0, 829, 0)))
                .isTrue();
        assertThat(HistoryFilter.isFailure(note(ConnectionState.DISCONNECTED, 0, 631, 0)))
                .isFalse();
        assertThat(HistoryFilter.isFailure(note(ConnectionState.CONNECTED, 0, 0, 0)))
                .isFalse();
    }

    @Test
    void readsStatesWhateverTheirCase() {
        assertThat(HistoryWire.state("authnotify")).isEqualTo(ConnectionState.AUTH_NOTIFY);
        assertThat(HistoryWire.state("")).isNull();
    }
}
