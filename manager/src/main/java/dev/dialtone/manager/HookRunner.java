package dev.dialtone.manager;

import dev.dialtone.api.Notification;
import dev.dialtone.manager.HookCall.Result;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Calls the hooks of a directory. Connections only put what happened into a queue that has an end: what does not
/// fit is counted, logged and gone, and no hook holds up a connection or another hook.
final class HookRunner implements EventHooks {
    private static final Logger LOG = System.getLogger(HookRunner.class.getName());

    /// From the begin of a call to its end.
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST_NEWS = 256;
    private static final int MOST_AT_ONCE = 8;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration KILLING = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 10;

    private final HookFolder folder;
    private final HookProgram programs;
    private final HookPost posts;
    private final BlockingQueue<Notification> news = new ArrayBlockingQueue<>(MOST_NEWS);
    private final Map<String, HookLine> lines = new ConcurrentHashMap<>();
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unheard = new AtomicLong();
    private final AtomicInteger undistributed = new AtomicInteger();
    private final Thread reader;
    private volatile boolean closed;

    /// @param limit of one call
    HookRunner(HookFolder folder, Duration limit) {
        this.folder = folder;
        this.programs = new HookProgram(limit);
        this.posts = new HookPost(limit);
        this.reader = Thread.ofVirtual().name("hooks").start(this::read);
    }

    @Override
    public void told(Notification notification) {
        if (closed || HookEvent.of(notification).isEmpty()) {
            return;
        }
        undistributed.incrementAndGet();
        if (!news.offer(notification)) {
            undistributed.decrementAndGet();
            dropped.incrementAndGet();
            unheard.incrementAndGet();
        }
    }

    private void read() {
        try {
            while (!closed) {
                distribute(news.take());
                undistributed.decrementAndGet();
            }
        } catch (InterruptedException e) {
            // the manager ends
        }
    }

    private void distribute(Notification notification) {
        long lost = unheard.getAndSet(0);
        if (lost > 0) {
            LOG.log(Level.WARNING, "hooks_not_called events={0} reason=too many at once", Long.toString(lost));
        }
        try {
            for (Hook hook : folder.hooks()) {
                hook.wants(notification).ifPresent(event -> queue(new HookCall(hook, event, notification)));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "hooks_crashed", e);
        }
    }

    private void queue(HookCall call) {
        HookLine line = lines.computeIfAbsent(call.hook().name(), name -> new HookLine(name, this::carryOut));
        if (closed || !line.offer(call)) {
            drop(call);
        }
    }

    private void drop(HookCall call) {
        dropped.incrementAndGet();
        told(Level.WARNING, "hook_dropped", call, "too many calls wait, or the manager ends");
    }

    private void carryOut(HookCall call) {
        try {
            atOnce.acquire();
        } catch (InterruptedException e) {
            drop(call);
            return;
        }
        Result result;
        try {
            result = call(call);
        } catch (InterruptedException e) {
            result = Result.failed("it was cut off: the manager ends");
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "hook_crashed hook=" + call.hook().name(), e);
            result = Result.failed("an internal fault of Dialtone");
        } finally {
            atOnce.release();
        }
        switch (result.kind()) {
            case DONE -> {
                told(Level.DEBUG, "hook_done", call, result.detail());
                done.incrementAndGet();
            }
            case FAILED -> {
                told(Level.WARNING, "hook_failed", call, result.detail());
                failed.incrementAndGet();
            }
            case OVERDUE -> {
                told(Level.WARNING, "hook_overdue", call, result.detail());
                overdue.incrementAndGet();
            }
        }
    }

    private Result call(HookCall call) throws InterruptedException {
        return switch (call.hook().target()) {
            case Hook.Target.Program(Path file) -> {
                Path real;
                try {
                    real = folder.program(file);
                } catch (IOException e) {
                    yield Result.failed("it may not be run: " + e.getMessage());
                }
                yield programs.run(real, call);
            }
            case Hook.Target.Web web -> posts.post(web.url(), call);
        };
    }

    private static void told(Level level, String event, HookCall call, String reason) {
        Notification about = call.notification();
        LOG.log(
                level,
                event + " hook={0} called_for={1} connection={2} entry={3} seq={4} reason={5}",
                call.hook().name(),
                call.event().word(),
                about.connection(),
                about.entry(),
                Long.toString(about.seq()),
                reason);
    }

    @Override
    public Counts counts() {
        long waiting = undistributed.get()
                + lines.values().stream().mapToLong(HookLine::waiting).sum();
        return new Counts(
                done.get(),
                failed.get(),
                overdue.get(),
                dropped.get(),
                waiting,
                MOST_AT_ONCE - (long) atOnce.availablePermits());
    }

    private boolean isIdle() {
        return undistributed.get() == 0 && lines.values().stream().allMatch(HookLine::isIdle);
    }

    @Override
    public void close() {
        awaitIdle(FAREWELL);
        closed = true;
        reader.interrupt();
        while (news.poll() != null) {
            undistributed.decrementAndGet();
            dropped.incrementAndGet();
        }
        lines.values().forEach(line -> line.stop().forEach(this::drop));
        // a process that ends at once must not leave its programs behind
        awaitIdle(KILLING);
        posts.close();
    }

    private void awaitIdle(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        try {
            while (!isIdle() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
