package dev.dialtone.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Interrupts of this process, by a shutdown hook: the JVM has begun to end when the action runs, and the
/// hook holds that back until the command has returned.
final class ProcessInterrupt implements Interrupt {
    /// A hang-up ends within 5 s (C6); the rest is for a slow machine.
    private static final long LONGEST_SECONDS = 8;

    private static final int SIGINT = 2;

    private final CompletableFuture<@Nullable Integer> exit = new CompletableFuture<>();

    @Override
    public Registration on(Runnable action) {
        Thread hook = Thread.ofPlatform().name("interrupt").unstarted(() -> stop(action));
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the hook is running already: it waits for the exit code that #exit brings
            }
        };
    }

    /// Ends the process with the code, an interrupted one too, after what others want done at its end.
    void exit(int code) {
        exit.complete(code);
        System.exit(code);
    }

    /// Ends the process with the code, an interrupted one too. Nothing is left to do, and all is written: the orderly
    /// way would look for a logger to tell it to first, some 5 ms of a command's 100.
    void halt(int code) {
        exit.complete(code);
        Runtime.getRuntime().halt(code);
    }

    private void stop(Runnable action) {
        Thread.ofVirtual().start(action);
        letSecondInterruptKill();
        Integer code =
                exit.completeOnTimeout(null, LONGEST_SECONDS, TimeUnit.SECONDS).join();
        if (code == null) {
            System.err.println("dialtone: interrupted, but the manager did not end the hang-up in " + LONGEST_SECONDS
                    + " s; `dialtone list` shows what is left");
        }
        Runtime.getRuntime().halt(code == null ? ExitCode.INTERRUPTED : code);
    }

    /// The JVM ignores a second SIGINT once it has begun to end; whoever presses Ctrl-C twice means it.
    @SuppressWarnings("restricted")
    private static void letSecondInterruptKill() {
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment defaultAction = MemorySegment.NULL;
            MemorySegment _ = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("signal"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invokeExact(SIGINT, defaultAction);
        } catch (Throwable e) {
            // without it the second Ctrl-C only waits for the limit above
        }
    }
}
