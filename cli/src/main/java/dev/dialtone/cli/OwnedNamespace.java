package dev.dialtone.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.OptionalInt;

/// A network namespace of this user's, held open with the two user namespaces that it is in (ioctl_ns(2)).
///
/// SECURITY: whose it is, is asked of what is held, not of a name; and the kernel lets nobody else in, whatever was
/// answered.
///
/// @param network   descriptor of the network namespace
/// @param innerUser of the user namespace that owns it
/// @param outerUser of that one's parent
record OwnedNamespace(int network, int innerUser, int outerUser) {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final long NS_GET_USERNS = 0xb701;
    private static final long NS_GET_PARENT = 0xb702;
    private static final long NS_GET_OWNER_UID = 0xb704;

    /// Out of the way of [EnterLine]'s.
    private static final int LEAST = 10;

    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
    private static final MethodHandle OPEN = bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), VARIADIC);
    private static final MethodHandle IOCTL =
            bind("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), VARIADIC);
    private static final MethodHandle FCNTL =
            bind("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), VARIADIC);
    private static final MethodHandle DUP2 = bind("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETEUID = bind("geteuid", FunctionDescriptor.of(JAVA_INT));

    @SuppressWarnings("restricted") // allowed by --enable-native-access=dev.dialtone.cli
    private static MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /// @throws RasException 5 it is not this user's, or there is none of that name
    static OwnedNamespace open(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int network = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name), O_RDONLY_CLOEXEC);
            int inner = ask(network, NS_GET_USERNS, MemorySegment.NULL);
            int outer = ask(inner, NS_GET_PARENT, MemorySegment.NULL);
            OptionalInt us = OptionalInt.of((int) GETEUID.invokeExact());
            // root's own is in no user namespace that it could own; what has no parent that may be seen neither
            if (outer < 0
                    || !owner(arena, inner).equals(us)
                    || !owner(arena, outer).equals(us)) {
                throw new RasException(Failure.of(
                                RasError.ACCESS_DENIED,
                                Layer.HOST,
                                "the connection is in the network namespace " + name + ", which is not this user's")
                        .advise("Only root may enter it: sudo dialtone exec. To have one of your own: dialtone dial"
                                + " ENTRY --netns NAME."));
            }
            return new OwnedNamespace(lift(network), lift(inner), lift(outer));
        } catch (RasException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call cannot throw", e);
        }
    }

    private static int ask(int fd, long question, MemorySegment room) throws Throwable {
        return fd < 0 ? fd : (int) IOCTL.invokeExact(fd, question, room);
    }

    private static OptionalInt owner(Arena arena, int userNamespace) throws Throwable {
        MemorySegment uid = arena.allocate(JAVA_INT);
        return ask(userNamespace, NS_GET_OWNER_UID, uid) < 0
                ? OptionalInt.empty()
                : OptionalInt.of(uid.get(JAVA_INT, 0));
    }

    private static int lift(int fd) throws Throwable {
        int lifted = (int) FCNTL.invokeExact(fd, F_DUPFD_CLOEXEC, LEAST);
        int _ = (int) CLOSE.invokeExact(fd);
        return lifted;
    }

    /// Puts them where [EnterLine] looks for them, for a successor; what this process itself has there comes back
    /// with what is returned, should there be none.
    Runnable handOver() {
        try {
            List<Integer> places = List.of(EnterLine.OUTER_USER, EnterLine.INNER_USER, EnterLine.NETWORK);
            List<Integer> saved = List.of(save(places.get(0)), save(places.get(1)), save(places.get(2)));
            move(outerUser, EnterLine.OUTER_USER);
            move(innerUser, EnterLine.INNER_USER);
            move(network, EnterLine.NETWORK);
            return () -> {
                for (int i = 0; i < saved.size(); i++) {
                    move(saved.get(i), places.get(i));
                }
            };
        } catch (Throwable e) {
            throw new IllegalStateException("a native call cannot throw", e);
        }
    }

    private static int save(int fd) throws Throwable {
        return (int) FCNTL.invokeExact(fd, F_DUPFD_CLOEXEC, LEAST);
    }

    private static void move(int fd, int to) {
        try {
            int _ = fd < 0 ? (int) CLOSE.invokeExact(to) : (int) DUP2.invokeExact(fd, to);
        } catch (Throwable e) {
            throw new IllegalStateException("a native call cannot throw", e);
        }
    }
}
