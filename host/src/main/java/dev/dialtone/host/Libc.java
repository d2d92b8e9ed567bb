package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The system calls the host needs, through the C library. Each gives the call's result, or minus errno when it
/// failed. `state` is where errno is kept during the call; it must not be shared by calls that may run at once.
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_IN_STATE =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno")).withInvokeExactBehavior();

    private static final MethodHandle OPEN =
            bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle IOCTL = bind(
            "ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL =
            bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    // SPEC [JEP 454] critical: the arrays stay where they are during the call, which must not wait: only
    // descriptors that
    // do not block are read and written so
    private static final MethodHandle READ_NOW = bind(
            "read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
            ERRNO,
            Linker.Option.critical(true));
    private static final MethodHandle WRITE_NOW = bind(
            "write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
            ERRNO,
            Linker.Option.critical(true));
    private static final MethodHandle EVENTFD =
            bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle EPOLL_CREATE =
            bind("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle EPOLL_CTL =
            bind("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), ERRNO);
    private static final MethodHandle EPOLL_WAIT =
            bind("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle SOCKET =
            bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle BIND =
            bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle SETSOCKOPT =
            bind("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle GETSOCKOPT =
            bind("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle GETSOCKNAME =
            bind("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle GETPEERNAME =
            bind("getpeername", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle SEND =
            bind("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle RECVFROM = bind(
            "recvfrom",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
            ERRNO);

    private static final MethodHandle CLOCK_GETTIME =
            bind("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), ERRNO);

    private static final MethodHandle INOTIFY_INIT =
            bind("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle INOTIFY_ADD_WATCH =
            bind("inotify_add_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);

    private Libc() {}

    /// Room for errno.
    static MemorySegment newState(Arena arena) {
        return arena.allocate(STATE);
    }

    static int open(MemorySegment state, MemorySegment path, int flags) {
        try {
            return result(state, (int) OPEN.invokeExact(state, path, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Never to be repeated, whatever it says: the descriptor is gone even after EINTR.
    static int close(MemorySegment state, int fd) {
        try {
            return result(state, (int) CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int ioctl(MemorySegment state, int fd, long request, MemorySegment argument) {
        try {
            return result(state, (int) IOCTL.invokeExact(state, fd, request, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int poll(MemorySegment state, MemorySegment descriptors, long count, int timeoutMillis) {
        try {
            return result(state, (int) POLL.invokeExact(state, descriptors, count, timeoutMillis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long read(MemorySegment state, int fd, MemorySegment buffer, long length) {
        try {
            return result(state, (long) READ.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long write(MemorySegment state, int fd, MemorySegment buffer, long length) {
        try {
            return result(state, (long) WRITE.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Reads from a descriptor that does not block, into an array as well as into native memory.
    static long readNow(MemorySegment state, int fd, MemorySegment buffer, long length) {
        try {
            return result(state, (long) READ_NOW.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Writes to a descriptor that does not block, from an array as well as from native memory.
    static long writeNow(MemorySegment state, int fd, MemorySegment buffer, long length) {
        try {
            return result(state, (long) WRITE_NOW.invokeExact(state, fd, buffer, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int eventfd(MemorySegment state, int initial, int flags) {
        try {
            return result(state, (int) EVENTFD.invokeExact(state, initial, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int epollCreate(MemorySegment state, int flags) {
        try {
            return result(state, (int) EPOLL_CREATE.invokeExact(state, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int epollCtl(MemorySegment state, int epoll, int operation, int fd, MemorySegment event) {
        try {
            return result(state, (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int epollWait(MemorySegment state, int epoll, MemorySegment events, int count, int timeoutMillis) {
        try {
            return result(state, (int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int socket(MemorySegment state, int family, int type, int protocol) {
        try {
            return result(state, (int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int bind(MemorySegment state, int fd, MemorySegment address) {
        try {
            return result(state, (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int setsockopt(MemorySegment state, int fd, int level, int option, MemorySegment value) {
        try {
            return result(state, (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// @param length of the room for the value, then of the value
    static int getsockopt(
            MemorySegment state, int fd, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return result(state, (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// @param length of the room for the address, then of the address
    static int getsockname(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result(state, (int) GETSOCKNAME.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// @param length of the room for the address, then of the address
    static int getpeername(MemorySegment state, int fd, MemorySegment address, MemorySegment length) {
        try {
            return result(state, (int) GETPEERNAME.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long send(MemorySegment state, int fd, MemorySegment buffer, long length) {
        try {
            return result(state, (long) SEND.invokeExact(state, fd, buffer, length, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long recvfrom(
            MemorySegment state,
            int fd,
            MemorySegment buffer,
            int flags,
            MemorySegment address,
            MemorySegment addressLength) {
        try {
            return result(state, (long)
                    RECVFROM.invokeExact(state, fd, buffer, buffer.byteSize(), flags, address, addressLength));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// @param timespec seconds and nanoseconds, 64 bits each
    static int clockGettime(MemorySegment state, int clock, MemorySegment timespec) {
        try {
            return result(state, (int) CLOCK_GETTIME.invokeExact(state, clock, timespec));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int inotifyInit(MemorySegment state, int flags) {
        try {
            return result(state, (int) INOTIFY_INIT.invokeExact(state, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int inotifyAddWatch(MemorySegment state, int fd, MemorySegment path, int events) {
        try {
            return result(state, (int) INOTIFY_ADD_WATCH.invokeExact(state, fd, path, events));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int result(MemorySegment state, int result) {
        return result >= 0 ? result : -(int) ERRNO_IN_STATE.get(state, 0L);
    }

    private static long result(MemorySegment state, long result) {
        return result >= 0 ? result : -(int) ERRNO_IN_STATE.get(state, 0L);
    }

    @SuppressWarnings("restricted") // allowed by --enable-native-access=dev.dialtone.host
    static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    static IllegalStateException impossible(Throwable e) {
        return new IllegalStateException("a native call cannot throw", e);
    }
}
