package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Whether and when an entry's connection is dialled again (C1a, C8). Decided by the error's class, never by its text
/// (E3): a refused password would lock the account, a lost network comes back.
///
/// @param attempts  after a dial that failed, 0..99
/// @param first     pause before the first of them; each next one is twice as long
/// @param longest   pause
/// @param reconnect dial again when an established connection is lost
/// @param alwaysOn  no end of attempts
record RedialPolicy(int attempts, Duration first, Duration longest, boolean reconnect, boolean alwaysOn) {
    /// Pauses of many connections that one server lost at once must not end at once.
    private static final double JITTER = 0.25;

    private static final RedialPolicy NEVER =
            new RedialPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), false, false);

    static RedialPolicy of(Entry entry) {
        if (entry.flag(EntryOption.ONE_TIME)) {
            // a code is spent with the attempt that it was given for
            return NEVER;
        }
        return new RedialPolicy(
                entry.number(EntryOption.REDIAL_ATTEMPTS),
                Duration.ofSeconds(entry.number(EntryOption.REDIAL_SECONDS)),
                Duration.ofSeconds(entry.number(EntryOption.REDIAL_LONGEST_SECONDS)),
                entry.flag(EntryOption.RECONNECT),
                entry.flag(EntryOption.ALWAYS_ON));
    }

    /// @param failedInARow attempts that failed since the last success, this one included; 0 for an established
    ///                     connection that was lost
    /// @param wasOnce      whether the connection was established before, so that this is about getting it back
    /// @return milliseconds to wait, or 0 for no more attempt
    long pauseMillis(Failure failure, int failedInARow, boolean wasOnce, RandomGenerator random) {
        if (!failure.retryable() || !allows(failedInARow, wasOnce)) {
            return 0;
        }
        long base = first.toMillis() << Math.min(20, Math.max(0, failedInARow - 1));
        long capped = Math.min(base, longest.toMillis());
        // at the longest there is room below only
        double most = capped < longest.toMillis() ? 1 + JITTER : 1;
        double factor = most - 2 * JITTER * random.nextDouble();
        return Math.max(1, Math.min(Math.round(capped * factor), longest.toMillis()));
    }

    private boolean allows(int failedInARow, boolean wasOnce) {
        if (alwaysOn) {
            return true;
        }
        if (failedInARow == 0) {
            return reconnect;
        }
        // getting a lost connection back is worth one attempt even where a dial is worth none
        int most = wasOnce && reconnect ? Math.max(1, attempts) : attempts;
        return failedInARow <= most;
    }
}
