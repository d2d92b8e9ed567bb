package dev.dialtone.host;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Runs a task on a platform thread of its own that ends with it: for what a thread changes of itself and can not
/// change back.
final class LoneThread {
    private LoneThread() {}

    /// The task's result, or what it threw. Waits for it whatever interrupts: it makes system calls that do not wait.
    static <T> T run(String name, Supplier<T> task) {
        FutureTask<T> future = new FutureTask<>(task::get);
        Thread.ofPlatform().daemon().name(name).start(future);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException thrown) {
                        throw thrown;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
