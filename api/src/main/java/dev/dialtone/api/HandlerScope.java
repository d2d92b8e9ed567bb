package dev.dialtone.api;

/// Marks the thread that is inside an observer, so that dialling from there fails at once instead of
/// deadlocking (N11).
/// For implementations of [RemoteAccess].
public final class HandlerScope {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> Boolean.FALSE);

    private HandlerScope() {}

    /// Runs an observer's code.
    public static void run(Runnable handler) {
        INSIDE.set(Boolean.TRUE);
        try {
            handler.run();
        } finally {
            INSIDE.remove();
        }
    }

    /// @throws IllegalStateException when called from inside an observer
    public static void refuseInside(String operation) {
        if (INSIDE.get()) {
            throw new IllegalStateException(operation + " must not be called from inside an observer (N11)");
        }
    }
}
