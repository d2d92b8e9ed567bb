package dev.dialtone.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of the connections that are kept are wanted, and which of a connection's notifications. What is empty,
/// null, false or 0 asks for nothing in particular.
///
/// @param entry    of this entry, by its exact name
/// @param since    that were there at this time or later
/// @param until    that were there before this time
/// @param failures with a notification of an error, or of an ending or a completion that nobody asked for
/// @param error    with this RAS number as the error, the cause or the reason of a pause
/// @param state    in which this state was notified
/// @param limit    no more than so many: the newest ones
public record HistoryFilter(
        String entry,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean failures,
        int error,
        @Nullable ConnectionState state,
        int limit) {
    /// All there are.
    public static final HistoryFilter ALL = new HistoryFilter("", null, null, false, 0, null, 0);

    /// @throws RasException 87 with the field
    public HistoryFilter {
        if (error < 0) {
            throw wrong("error", "must be a RAS number");
        }
        if (limit < 0) {
            throw wrong("limit", "must be a number from 1 on, or 0 for no limit");
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw wrong("since", "is not before until");
        }
    }

    private static RasException wrong(String field, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, field + ": " + why);
    }

    public HistoryFilter ofEntry(String name) {
        return new HistoryFilter(name, since, until, failures, error, state, limit);
    }

    /// @param from with whom it begins; null for the oldest
    /// @param to   before which it ends; null for now
    public HistoryFilter between(@Nullable Instant from, @Nullable Instant to) {
        return new HistoryFilter(entry, from, to, failures, error, state, limit);
    }

    public HistoryFilter onlyFailures() {
        return new HistoryFilter(entry, since, until, true, error, state, limit);
    }

    public HistoryFilter withError(int number) {
        return new HistoryFilter(entry, since, until, failures, number, state, limit);
    }

    public HistoryFilter inState(ConnectionState wanted) {
        return new HistoryFilter(entry, since, until, failures, error, wanted, limit);
    }

    public HistoryFilter newest(int most) {
        return new HistoryFilter(entry, since, until, failures, error, state, most);
    }

    /// Whether a connection that was there from one time to another may be wanted, as far as entry and times say.
    ///
    /// @param ended empty for one that has not ended
    public boolean spans(String itsEntry, Instant started, Optional<Instant> ended) {
        boolean late = since != null && ended.isPresent() && ended.get().isBefore(since);
        boolean early = until != null && !started.isBefore(until);
        return !late && !early && (entry.isEmpty() || entry.equals(itsEntry));
    }

    /// Whether it takes a look at notifications to tell.
    public boolean asksForNotifications() {
        return failures || error != 0 || state != null;
    }

    /// Whether a notification is of the kind that is asked for: all of error, state and failure in the same one.
    public boolean matches(Notification n) {
        return (!failures || isFailure(n))
                && (error == 0 || n.error() == error || n.cause() == error || n.reason() == error)
                && (state == null || n.state() == state);
    }

    /// As [#matches], and within the times.
    public boolean matchesInTime(Notification n) {
        return matches(n)
                && (since == null || !n.time().isBefore(since))
                && (until == null || n.time().isBefore(until));
    }

    /// Whether it tells of an error, or of an end that nobody asked for.
    public static boolean isFailure(Notification n) {
        return n.error() != 0 || (n.cause() != 0 && n.cause() != RasError.USER_DISCONNECTION);
    }
}
