package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Processes that belong together (credentials(7)): a program that was started as the leader of a session, and
/// what it started.
public final class ProcessGroup {
    private static final int SIGKILL = 9;

    private ProcessGroup() {}

    /// Ends all of a group at once, with SIGKILL; one that is gone already stays gone.
    ///
    /// @param leader its process, which may have ended
    @SuppressWarnings("restricted")
    public static void kill(long leader) {
        if (leader <= 1 || leader > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not the leader of a group: " + leader);
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle kill = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            int _ = (int) kill.invokeExact((int) -leader, SIGKILL);
        } catch (Throwable e) {
            throw new IllegalStateException("kill", e);
        }
    }
}
