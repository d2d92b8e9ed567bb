package dev.dialtone.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;

/// A time as people write it on a command line: `2h` ago, `08:30` of today, `yesterday`, `2026-11-22`,
/// `2026-11-22 08:30`, or to the letter `2026-11-22T08:30:00Z`. Without a zone it is this machine's.
final class Moment {
    static final String FORMS = "for example 2h (ago), 08:30, yesterday, 2026-11-22, 2026-11-22T08:30";

    private static final Map<Character, Duration> UNITS = Map.of(
            's', Duration.ofSeconds(1),
            'm', Duration.ofMinutes(1),
            'h', Duration.ofHours(1),
            'd', Duration.ofDays(1),
            'w', Duration.ofDays(7));

    private Moment() {}

    /// @throws IllegalArgumentException it is none
    static Instant of(String text, ZonedDateTime now) {
        try {
            return read(text.strip().replace(' ', 'T'), now);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time; " + FORMS);
        }
    }

    private static Instant read(String text, ZonedDateTime now) {
        if (text.matches("[0-9]{1,6}[smhdw]")) {
            int last = text.length() - 1;
            Duration unit = UNITS.getOrDefault(text.charAt(last), Duration.ZERO);
            return now.toInstant().minus(unit.multipliedBy(Long.parseLong(text.substring(0, last))));
        }
        LocalDate today = now.toLocalDate();
        LocalDateTime local;
        if (text.equals("today")) {
            local = today.atStartOfDay();
        } else if (text.equals("yesterday")) {
            local = today.minusDays(1).atStartOfDay();
        } else if (text.matches("[0-9]{2}:.*")) {
            local = today.atTime(LocalTime.parse(text));
        } else if (text.indexOf('T') < 0) {
            local = LocalDate.parse(text).atStartOfDay();
        } else if (text.matches(".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)")) {
            return OffsetDateTime.parse(text).toInstant();
        } else {
            local = LocalDateTime.parse(text);
        }
        return local.atZone(now.getZone()).toInstant();
    }
}
