package dev.dialtone.manager;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that takes time, done once for all who ask while it is under way: however many ask, it costs one.
/// Callable from any thread.
final class SharedRun<T> {
    private final Supplier<T> work;
    private final Executor executor;
    private @Nullable CompletableFuture<T> running;

    SharedRun(Supplier<T> work, Executor executor) {
        this.work = work;
        this.executor = executor;
    }

    /// The run that is under way, or a new one.
    synchronized CompletableFuture<T> start() {
        CompletableFuture<T> current = running;
        if (current == null || current.isDone()) {
            current = CompletableFuture.supplyAsync(work, executor);
            running = current;
        }
        return current;
    }
}
