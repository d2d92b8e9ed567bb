package dev.dialtone.simulator;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a seed chooses before a run begins.
///
/// @param entries        the phone book
/// @param faults         probability that a carrier has a fault
/// @param observerBuffer how far an observer may fall behind
/// @param hostNanos      the longest a change to the host takes
/// @param hostRefuses    probability that a change is refused
/// @param stateMillis    longest stay in a state
/// @param dialMillis     longest dial
/// @param gateMillis     limit of a gate
/// @param pauseMillis    limit of a pause
/// @param clients        how many programs there are
/// @param actions        how many things are done
/// @param retries        sign-ins that a server allows on one link
/// @param cuts           a server cuts who is refused
/// @param expired        the user's password has expired
record Scenario(
        List<Entry> entries,
        double faults,
        int observerBuffer,
        long hostNanos,
        double hostRefuses,
        long stateMillis,
        long dialMillis,
        long gateMillis,
        long pauseMillis,
        int clients,
        int actions,
        int retries,
        boolean cuts,
        boolean expired) {
    private static final double[] FAULTS = {0, 0.1, 0.3, 0.7};
    private static final int[] BUFFERS = {8, 16, 1024};
    private static final long[] STATES = {2_000, 10_000, 60_000};
    private static final long[] DIALS = {5_000, 30_000, 120_000};
    private static final long[] HOSTS = {0, World.MILLI, 40 * World.MILLI, 800 * World.MILLI};

    static Scenario of(Seed seed) {
        RandomGenerator random = seed.stream("scenario");
        List<Entry> entries = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        long stateMillis = STATES[random.nextInt(STATES.length)];
        long dialMillis = DIALS[random.nextInt(DIALS.length)];
        for (int i = 1; i <= count; i++) {
            entries.add(entry("entry-" + i, random)
                    .with(EntryOption.STATE_TIMEOUT, Long.toString(stateMillis / 1000))
                    .with(EntryOption.DIAL_TIMEOUT, Long.toString(dialMillis / 1000)));
        }
        return new Scenario(
                entries,
                FAULTS[random.nextInt(FAULTS.length)],
                BUFFERS[random.nextInt(BUFFERS.length)],
                HOSTS[random.nextInt(HOSTS.length)],
                random.nextInt(8) == 0 ? 0.05 : 0,
                stateMillis,
                dialMillis,
                1L << random.nextInt(14),
                1_000L << random.nextInt(5),
                1 + random.nextInt(4),
                2 + random.nextInt(14),
                random.nextInt(3),
                random.nextInt(3) == 0,
                random.nextInt(6) == 0);
    }

    private static Entry entry(String name, RandomGenerator random) {
        Entry entry = Entry.of(name)
                .with(EntryOption.SERVER, World.SERVER)
                .with(EntryOption.USER, World.USER)
                .with(EntryOption.REDIAL_SECONDS, Integer.toString(1 + random.nextInt(5)))
                .with(EntryOption.LINK_TIMEOUT, random.nextBoolean() ? "20" : "120");
        int kind = random.nextInt(6);
        if (kind == 0 || kind == 1) {
            entry = entry.with(EntryOption.REDIAL_ATTEMPTS, Integer.toString(1 + random.nextInt(3)));
        }
        if (kind == 1 || kind == 2) {
            entry = entry.with(EntryOption.RECONNECT, "true");
        }
        if (kind == 3) {
            entry = entry.with(EntryOption.ALWAYS_ON, "true").with(EntryOption.REDIAL_LONGEST_SECONDS, "10");
        }
        if (random.nextInt(10) == 0) {
            entry = entry.with(EntryOption.IDLE_TIMEOUT, Integer.toString(5 + random.nextInt(20)));
        }
        if (random.nextInt(10) == 0) {
            entry = entry.with(EntryOption.SESSION_TIMEOUT, Integer.toString(5 + random.nextInt(20)));
        }
        if (random.nextInt(4) == 0) {
            entry = entry.with(EntryOption.TRUST_PROMPT, "true");
        }
        return entry;
    }

    /// Longer than anything that may still be under way once nothing more is done.
    Duration settle() {
        return Duration.ofMillis(dialMillis + pauseMillis + 12 * gateMillis + 20_000);
    }
}
