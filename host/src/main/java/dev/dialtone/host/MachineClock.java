package dev.dialtone.host;

/// The two clocks that tell a suspend: one stands still during it.
interface MachineClock {

    /// CLOCK_MONOTONIC: since some start, without suspends.
    long monotonicNanos();

    /// CLOCK_BOOTTIME: the same with them.
    long boottimeNanos();
}
