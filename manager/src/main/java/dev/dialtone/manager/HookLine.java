package dev.dialtone.manager;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls of one hook, one after the other in the order of what happened. Its thread is there while there is
/// something to do. Safe for any thread.
final class HookLine {
    /// So many wait at most.
    static final int MOST = 64;

    private final String name;
    private final Consumer<HookCall> work;
    private final Deque<HookCall> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;

    /// @param work carries out a call, to its end
    HookLine(String name, Consumer<HookCall> work) {
        this.name = name;
        this.work = work;
    }

    /// @return false when too many wait already, or nothing can be begun
    synchronized boolean offer(HookCall call) {
        if (waiting.size() >= MOST) {
            return false;
        }
        if (thread == null) {
            try {
                // a platform thread: a program's pipes hold the carrier of a virtual one. It waits for this lock
                thread = Thread.ofPlatform().daemon().name("hook-" + name).start(this::drain);
            } catch (OutOfMemoryError e) {
                // no further thread is to be had
                return false;
            }
        }
        waiting.add(call);
        return true;
    }

    private void drain() {
        for (HookCall call = next(); call != null; call = next()) {
            work.accept(call);
        }
    }

    private synchronized @Nullable HookCall next() {
        HookCall next = waiting.poll();
        if (next == null) {
            thread = null;
        }
        return next;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized boolean isIdle() {
        return thread == null;
    }

    /// Cuts off what is under way and gives back what waits.
    synchronized List<HookCall> stop() {
        List<HookCall> left = List.copyOf(waiting);
        waiting.clear();
        if (thread != null) {
            thread.interrupt();
        }
        return left;
    }
}
