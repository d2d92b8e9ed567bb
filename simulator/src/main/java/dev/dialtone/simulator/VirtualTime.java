package dev.dialtone.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One queue of everything that is to happen, emptied by the thread that calls `run…`; there is no other
/// thread and no clock. Time stands still while something runs and jumps to the next thing due.
///
/// Tasks of one loop run in the order of their time, and those of the same time in the order in which they
/// were given. Between loops that have something to do at the same instant the seed chooses, task by task.
public final class VirtualTime {
    /// Enough for any honest run, and soon reached by one that turns in a circle.
    public static final long MAX_EVENTS = 2_000_000;

    private static final int COMPACT_AT = 256;

    private final RandomGenerator ties;
    private final long maxEvents;
    private final List<SimLoop> awake = new ArrayList<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();
    private int compactAt = COMPACT_AT;
    private long now;
    private long order;
    private long events;
    private boolean running;
    private @Nullable SimLoop current;

    /// At time 0, with [#MAX_EVENTS].
    public VirtualTime(Seed seed) {
        this(seed, MAX_EVENTS);
    }

    /// @param maxEvents tasks that one call of `run…` may run; more is an `IllegalStateException`
    public VirtualTime(Seed seed, long maxEvents) {
        this.ties = seed.stream("ties");
        this.maxEvents = maxEvents;
    }

    /// A new loop; names need not differ.
    public SimLoop loop(String name) {
        return new SimLoop(this, name);
    }

    /// Nanoseconds since the beginning.
    public long nanoTime() {
        return now;
    }

    /// Name of the loop whose task runs now or ran last; empty before any.
    public String currentLoop() {
        return current == null ? "" : current.name();
    }

    /// Tasks that have run since the beginning.
    public long events() {
        return events;
    }

    /// Runs until nothing is left to do, ever.
    public void run() {
        runWhile(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /// Runs everything that is due up to the time, and ends exactly there.
    public void runUntil(long nanos) {
        runWhile(nanos, Long.MAX_VALUE);
        now = Math.max(now, nanos);
    }

    /// Runs until nothing is due within the gap, or at all: what is left then are keep-alives.
    public void runUntilIdle(long gapNanos) {
        runWhile(Long.MAX_VALUE, gapNanos);
    }

    /// When the next thing is due; `Long.MAX_VALUE` when nothing is left to do.
    public long nextNanos() {
        if (!awake.isEmpty()) {
            return now;
        }
        while (!timers.isEmpty() && !timers.peek().counts()) {
            timers.remove();
        }
        return timers.isEmpty() ? Long.MAX_VALUE : timers.peek().nanos();
    }

    // ---- for the loops ----

    Due due(SimLoop loop, long nanos, Runnable task) {
        return new Due(loop, nanos, order++, task);
    }

    void add(Due due) {
        timers.add(due);
        if (timers.size() > compactAt) {
            // machines that set their alarm anew with every packet leave the old ones behind
            timers.removeIf(old -> !old.counts());
            compactAt = Math.max(COMPACT_AT, 2 * timers.size());
        }
    }

    void wake(SimLoop loop) {
        awake.add(loop);
    }

    // ---- the engine ----

    private void runWhile(long until, long gapNanos) {
        if (running) {
            throw new IllegalStateException("time runs already: a task must not run it");
        }
        running = true;
        try {
            long begun = events;
            for (long next = nextNanos(); next <= until && next - now <= gapNanos; next = nextNanos()) {
                if (next == Long.MAX_VALUE) {
                    return;
                }
                advance(next);
                if (events - begun >= maxEvents && !awake.isEmpty()) {
                    throw new IllegalStateException("a livelock? " + maxEvents + " tasks have run, it is " + now
                            + " ns, and these still have something to do: " + awake);
                }
                one();
            }
        } finally {
            running = false;
        }
    }

    private void advance(long next) {
        if (awake.isEmpty()) {
            now = next;
            while (!timers.isEmpty() && timers.peek().nanos() <= now) {
                Due due = timers.remove();
                if (due.counts()) {
                    due.loop().execute(due);
                }
            }
        }
    }

    private void one() {
        int chosen = awake.size() > 1 ? ties.nextInt(awake.size()) : 0;
        SimLoop loop = awake.get(chosen);
        Runnable task = loop.ready().poll();
        if (loop.ready().isEmpty()) {
            SimLoop last = awake.removeLast();
            if (chosen < awake.size()) {
                awake.set(chosen, last);
            }
        }
        if (task != null) {
            events++;
            current = loop;
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                throw new IllegalStateException("a task of " + loop.name() + " failed at " + now + " ns", e);
            }
        }
    }
}
