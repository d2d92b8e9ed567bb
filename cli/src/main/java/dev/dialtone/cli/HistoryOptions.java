package dev.dialtone.cli;

import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.HistoryWire;
import dev.dialtone.api.RasException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What of the history is asked for.
final class HistoryOptions {
    @Option(
            names = "--since",
            order = 2,
            paramLabel = "TIME",
            description = "only what was at this time or later: " + Moment.FORMS)
    String since = "";

    @Option(names = "--until", order = 3, paramLabel = "TIME", description = "only what was before this time")
    String until = "";

    @Option(names = "--failed", order = 4, description = "only failures: errors, and ends that nobody asked for")
    boolean failed;

    @Option(
            names = "--error",
            order = 5,
            paramLabel = "NUMBER",
            description = "only with this RAS number as error, cause or reason of a pause")
    int error;

    @Option(names = "--state", order = 6, paramLabel = "STATE", description = "only with this state, as AuthNotify")
    String state = "";

    @Option(names = "--limit", order = 7, paramLabel = "N", description = "the newest N of them")
    @Nullable
    Integer limit;

    /// @param entry empty for all
    /// @throws IllegalArgumentException with the option that is wrong
    HistoryFilter filter(String entry, ZonedDateTime now) {
        if (error < 0) {
            throw new IllegalArgumentException("--error: " + error + " is not a RAS number");
        }
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit: " + limit + " is not a number from 1 on");
        }
        try {
            return new HistoryFilter(
                    entry,
                    time("--since", since, now),
                    time("--until", until, now),
                    failed,
                    error,
                    HistoryWire.state(state),
                    limit == null ? 0 : limit);
        } catch (RasException e) {
            throw new IllegalArgumentException("--" + e.getMessage(), e);
        }
    }

    private static @Nullable Instant time(String option, String text, ZonedDateTime now) {
        try {
            return text.isEmpty() ? null : Moment.of(text, now);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
