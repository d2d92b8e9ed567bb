package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/// One listener's watch: a thread that waits for the kernel's notifications, and looks at the clocks whenever it
/// wakes.
final class LinuxHostWatch implements HostWatch {
    static final String THREAD_NAME = "dialtone-host-watch";

    private static final Logger LOG = System.getLogger(LinuxHostWatch.class.getName());
    private static final Duration CLOCK_LOOK = Duration.ofSeconds(5);
    private static final Duration NAMES_LOOK = Duration.ofSeconds(1);
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private final HostListener listener;
    private final Arena arena = Arena.ofShared();
    private final ReentrantLock wake = new ReentrantLock();
    private final MemorySegment wakeState = Libc.newState(arena);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
    private final MachineClock clock;
    private final SuspendDetector suspends;
    private final ChangePace pace = new ChangePace();
    private final ResolvConfWatch names;
    private final RepairPace repairs;
    private final ChangeSocket changes;
    private final int wakeFd;
    private final PollSet readable;
    private volatile boolean closed;

    private LinuxHostWatch(
            HostListener listener,
            Predicate<String> ourNames,
            ResolvConfWatch names,
            Function<Arena, ? extends MachineClock> clocks)
            throws NetlinkException {
        this.listener = listener;
        this.names = names;
        clock = clocks.apply(arena);
        suspends = new SuspendDetector(clock);
        repairs = new RepairPace(clock.monotonicNanos());
        try {
            changes = new ChangeSocket(arena, ourNames);
            wakeFd = Libc.eventfd(wakeState, 0, O_NONBLOCK | O_CLOEXEC);
            if (wakeFd < 0) {
                changes.close();
                throw new NetlinkException(-wakeFd, "");
            }
        } catch (NetlinkException e) {
            arena.close();
            throw e;
        }
        NetlinkEndpoint endpoint = changes.endpoint();
        readable = new PollSet(arena, endpoint.state(), endpoint.fd(), wakeFd);
    }

    /// Begins to watch: whatever changes after the return is told.
    ///
    /// @param ourNames whether this process holds, or is about to make, the TUN of that name; asked on the thread
    /// @param names    what of resolv.conf is ours
    /// @param clocks   makes the clocks, in memory that lasts as long as the watch
    static HostWatch start(
            HostListener listener,
            Predicate<String> ourNames,
            ResolvConfWatch names,
            Function<Arena, ? extends MachineClock> clocks)
            throws NetlinkException {
        LinuxHostWatch watch = new LinuxHostWatch(listener, ourNames, names, clocks);
        Thread.ofPlatform().daemon().name(THREAD_NAME).start(watch::run);
        return watch;
    }

    private void run() {
        try {
            while (!closed) {
                Duration quiet = pace.quiet(clock.monotonicNanos(), names.active() ? NAMES_LOOK : CLOCK_LOOK);
                int ready = readable.await((int) quiet.plusNanos(999_999).toMillis());
                if (ready < 0 && ready != -Errno.EINTR) {
                    throw new NetlinkException(-ready, "");
                }
                look();
            }
        } catch (NetlinkException | RuntimeException e) {
            LOG.log(Level.ERROR, "host_watch_ended: changes of the network are not noticed any more", e);
        } finally {
            release();
        }
    }

    private void look() throws NetlinkException {
        if (changes.drain()) {
            pace.changed(clock.monotonicNanos());
        }
        suspends.look().ifPresent(asleep -> tell(() -> listener.resumed(asleep)));
        lookAtNames(clock.monotonicNanos());
        if (pace.takeDue(clock.monotonicNanos())) {
            tell(listener::networkChanged);
        }
    }

    private void lookAtNames(long nowNanos) {
        if (repairs.due(nowNanos)) {
            boolean rewritten = names.rewritten();
            repairs.looked(nowNanos, rewritten);
            if (rewritten) {
                tell(listener::namesRewritten);
            }
        }
    }

    private void tell(Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "host_listener_failed", e);
        }
    }

    private void release() {
        wake.lock();
        try {
            closed = true;
            changes.close();
            Libc.close(wakeState, wakeFd);
            arena.close();
        } finally {
            wake.unlock();
        }
    }

    @Override
    public void close() {
        wake.lock();
        try {
            // with the lock, because the descriptor is given back once the thread has seen the flag
            if (!closed) {
                closed = true;
                Libc.write(wakeState, wakeFd, one, Long.BYTES);
            }
        } finally {
            wake.unlock();
        }
    }
}
