package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The kernel's clocks (clock_gettime(2)). For one thread at a time.
final class LinuxClock implements MachineClock {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final MemorySegment state;
    private final MemorySegment timespec;

    LinuxClock(Arena arena) {
        state = Libc.newState(arena);
        timespec = arena.allocate(2 * Long.BYTES, 8);
    }

    @Override
    public long monotonicNanos() {
        return read(CLOCK_MONOTONIC);
    }

    @Override
    public long boottimeNanos() {
        return read(CLOCK_BOOTTIME);
    }

    private long read(int clock) {
        int said = Libc.clockGettime(state, clock, timespec);
        if (said < 0) {
            throw new IllegalStateException("clock " + clock + ": " + Errno.words(-said));
        }
        return timespec.get(JAVA_LONG, 0) * NANOS_PER_SECOND + timespec.get(JAVA_LONG, Long.BYTES);
    }
}
