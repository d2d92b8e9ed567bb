package dev.dialtone.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Supplier;

/// The successor of this process, by execvp(3): no Java stays behind that signals would have to pass through.
final class ProcessSuccessor implements Successor {
    private static final int SIG_SETMASK = 2;
    /// sigset_t of glibc and musl.
    private static final int SIGNAL_SET_BYTES = 128;

    private static final int FIRST_OF_OURS = 3;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    @Override
    public int start(List<String> command) {
        return start(command, () -> () -> {});
    }

    @Override
    public int startInside(String namespace, List<String> command) {
        OwnedNamespace owned = OwnedNamespace.open(namespace);
        return start(EnterLine.of(namespace, command), owned::handOver);
    }

    /// @param handing gives the successor what it finds open, and says how to take that back
    @SuppressWarnings("restricted") // allowed by --enable-native-access=dev.dialtone.cli
    private static int start(List<String> command, Supplier<Runnable> handing) {
        Linker linker = Linker.nativeLinker();
        StructLayout stateLayout = Linker.Option.captureStateLayout();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(ValueLayout.ADDRESS, command.size() + 1L);
            for (int i = 0; i < command.size(); i++) {
                words.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            handOver(linker, arena);
            MemorySegment state = arena.allocate(stateLayout);
            MethodHandle exec = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("execvp"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    Linker.Option.captureCallState("errno"));
            // last of all: Java cannot do without what it has open
            Runnable back = handing.get();
            int _ = (int) exec.invokeExact(state, words.getAtIndex(ValueLayout.ADDRESS, 0), words);
            back.run();
            return (int) stateLayout
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"))
                    .get(state, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("a native call cannot throw", e);
        }
    }

    /// What Java does to a process and its successor should not find: signals that are held back, open files.
    @SuppressWarnings("restricted")
    private static void handOver(Linker linker, Arena arena) throws Throwable {
        MethodHandle mask = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("pthread_sigmask"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        int _ = (int) mask.invokeExact(SIG_SETMASK, arena.allocate(SIGNAL_SET_BYTES, 8), MemorySegment.NULL);
        var closeRange = linker.defaultLookup().find("close_range");
        if (closeRange.isPresent()) {
            // C libraries before 2021 have none: what is left open then is what Java itself opened for reading
            MethodHandle close = linker.downcallHandle(
                    closeRange.get(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int _ = (int) close.invokeExact(FIRST_OF_OURS, -1, CLOSE_RANGE_CLOEXEC);
        }
    }
}
