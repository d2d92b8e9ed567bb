package dev.dialtone.daemon;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A text that costs something to make, made at most once in a while however many ask for it. Callable from any
/// thread.
final class RecentText implements Supplier<String> {
    private final Supplier<String> maker;
    private final long keptNanos;
    private final LongSupplier nanoTime;
    private String text = "";
    private long made;

    /// @param kept     how long a text is given again
    /// @param nanoTime monotonic
    RecentText(Supplier<String> maker, Duration kept, LongSupplier nanoTime) {
        this.maker = maker;
        this.keptNanos = kept.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized String get() {
        long now = nanoTime.getAsLong();
        if (text.isEmpty() || now - made >= keptNanos) {
            text = maker.get();
            made = now;
        }
        return text;
    }
}
