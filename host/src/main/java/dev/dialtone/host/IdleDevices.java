package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The devices whose hosts have nothing to send at the moment, all waited on by one thread with epoll(7): a
/// connection
/// without traffic costs no thread. Safe for use by several threads.
final class IdleDevices {
    private static final int CLOEXEC = 0x80000;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final int IN = 1;
    private static final int ONE_SHOT = 1 << 30;
    private static final int EVENTS = 64;

    // SPEC [epoll_event(3type)] packed on x86-64, where 32-bit and 64-bit programs are to share it
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    private static final int EVENT_BYTES = PACKED ? 12 : 16;

    private final int epoll;
    private final Map<Integer, Runnable> waiting = new ConcurrentHashMap<>();

    private static final class Shared {
        static final IdleDevices INSTANCE = new IdleDevices();
    }

    /// The one of this process; its thread begins with the first use.
    static IdleDevices shared() {
        return Shared.INSTANCE;
    }

    private IdleDevices() {
        try (Arena scratch = Arena.ofConfined()) {
            epoll = Libc.epollCreate(Libc.newState(scratch), CLOEXEC);
        }
        if (epoll >= 0) {
            Thread.ofPlatform().daemon().name("dialtone-idle-devices").start(this::await);
        }
    }

    /// Has the task run once, on the thread of all, when the descriptor has input.
    ///
    /// @return false when the kernel refuses
    boolean add(int fd, Runnable ready) {
        if (epoll < 0) {
            return false;
        }
        waiting.put(fd, ready);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(scratch);
            MemorySegment event = scratch.allocate(EVENT_BYTES, 8);
            event.set(JAVA_INT, 0, IN | ONE_SHOT);
            event.set(JAVA_INT_UNALIGNED, DATA_OFFSET, fd);
            int set = Libc.epollCtl(state, epoll, CTL_MOD, fd, event);
            if (set == -Errno.ENOENT) {
                set = Libc.epollCtl(state, epoll, CTL_ADD, fd, event);
            }
            if (set < 0) {
                waiting.remove(fd);
            }
            return set >= 0;
        }
    }

    /// To be called before the descriptor is closed; the task may still run if it is about to.
    void remove(int fd) {
        waiting.remove(fd);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment event = scratch.allocate(EVENT_BYTES, 8);
            Libc.epollCtl(Libc.newState(scratch), epoll, CTL_DEL, fd, event);
        }
    }

    private void await() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(arena);
            MemorySegment events = arena.allocate((long) EVENT_BYTES * EVENTS, 8);
            while (true) {
                int ready = Libc.epollWait(state, epoll, events, EVENTS, -1);
                for (int i = 0; i < ready; i++) {
                    int fd = events.get(JAVA_INT_UNALIGNED, (long) EVENT_BYTES * i + DATA_OFFSET);
                    Runnable task = waiting.remove(fd);
                    if (task != null) {
                        task.run();
                    }
                }
            }
        }
    }
}
