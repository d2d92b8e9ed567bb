package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The system calls of namespaces and mounts, as [Libc] has the others: each gives the call's result, or minus errno.
/// `setns` and `unshare` change the calling thread alone.
final class NamespaceCalls {
    static final int CLONE_NEWNET = 0x4000_0000;
    static final long MS_BIND = 0x1000;
    static final long MS_REC = 0x4000;
    static final long MS_SHARED = 1 << 20;
    static final int MNT_DETACH = 2;

    private static final MethodHandle SETNS =
            Libc.bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), Libc.ERRNO);
    private static final MethodHandle UNSHARE =
            Libc.bind("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT), Libc.ERRNO);
    private static final MethodHandle MOUNT = Libc.bind(
            "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS), Libc.ERRNO);
    private static final MethodHandle UMOUNT =
            Libc.bind("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Libc.ERRNO);

    private NamespaceCalls() {}

    static int setns(MemorySegment state, int fd, int kind) {
        try {
            return Libc.result(state, (int) SETNS.invokeExact(state, fd, kind));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    static int unshare(MemorySegment state, int kinds) {
        try {
            return Libc.result(state, (int) UNSHARE.invokeExact(state, kinds));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    static int mount(Arena arena, MemorySegment state, String source, String target, long flags) {
        try {
            return Libc.result(state, (int) MOUNT.invokeExact(
                    state,
                    arena.allocateFrom(source),
                    arena.allocateFrom(target),
                    arena.allocateFrom("none"),
                    flags,
                    MemorySegment.NULL));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }

    static int umount(Arena arena, MemorySegment state, String target, int flags) {
        try {
            return Libc.result(state, (int) UMOUNT.invokeExact(state, arena.allocateFrom(target), flags));
        } catch (Throwable e) {
            throw Libc.impossible(e);
        }
    }
}
