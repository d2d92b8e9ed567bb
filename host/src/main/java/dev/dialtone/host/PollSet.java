package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Descriptors that are waited on together with poll(2), each for input. For one thread at a time.
final class PollSet {
    private static final short POLLIN = 1;
    private static final int ENTRY_BYTES = 8;

    private final MemorySegment state;
    private final MemorySegment entries;
    private final int count;

    PollSet(Arena arena, MemorySegment state, int... descriptors) {
        this.state = state;
        count = descriptors.length;
        entries = arena.allocate((long) ENTRY_BYTES * count, 4);
        for (int i = 0; i < count; i++) {
            entries.set(JAVA_INT, (long) ENTRY_BYTES * i, descriptors[i]);
            entries.set(JAVA_SHORT, (long) ENTRY_BYTES * i + 4, POLLIN);
        }
    }

    /// Waits until a descriptor has input, an error, or was hung up.
    ///
    /// @param timeoutMillis -1 to wait for ever
    /// @return how many are ready, 0 after the time, minus errno when it failed
    int await(int timeoutMillis) {
        return Libc.poll(state, entries, count, timeoutMillis);
    }
}
