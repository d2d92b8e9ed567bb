package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 22, 15, 30, 0, 0, ZoneId.of("Europe/Berlin"));

    private static Instant of(String text) {
        return Moment.of(text, NOW);
    }

    @Test
    void readsWhatPeopleWrite_inTheirOwnZone() {
        assertThat(of("2h")).isEqualTo("2026-11-22T12:30:00Z");
        assertThat(of("90s")).isEqualTo("2026-11-22T14:28:30Z");
        assertThat(of("1w")).isEqualTo("2026-11-15T14:30:00Z");
        assertThat(of("08:30")).isEqualTo("2026-11-22T07:30:00Z");
        assertThat(of("08:30:15")).isEqualTo("2026-11-22T07:30:15Z");
        assertThat(of("today")).isEqualTo("2026-11-21T23:00:00Z");
        assertThat(of("yesterday")).isEqualTo("2026-11-20T23:00:00Z");
        assertThat(of("2026-11-01")).isEqualTo("2026-10-31T23:00:00Z");
        assertThat(of("2026-11-01 08:30")).isEqualTo("2026-11-01T07:30:00Z");
        assertThat(of("2026-11-01T08:30:00")).isEqualTo("2026-11-01T07:30:00Z");
        assertThat(of("2026-11-01T08:30:00Z")).isEqualTo("2026-11-01T08:30:00Z");
        assertThat(of("2026-11-01T08:30:00.5+02:00")).isEqualTo("2026-11-01T06:30:00.5Z");
    }

    @Test
    void rejectsWhatIsNoTime_sayingWhatIs() {
        for (String wrong :
                List.of("", "h", "2x", "25:00", "2026-13-01", "2026-11-01T08", "tomorrow", "1234567h", "-2h")) {
            assertThatThrownBy(() -> of(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + wrong + "\" is not a time; for example 2h");
        }
    }
}
