package dev.dialtone.carriers;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Lets a platform thread do what a virtual one would wait for: a busy reader that blocks in system calls gains
/// nothing
/// from being virtual, and would pay for each wait.
final class Relay {
    private Relay() {}

    /// What may fail as input and output do.
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }

    /// Runs it on a new platform thread and waits; never interrupts it.
    static <T> T run(String name, Task<T> task) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                result.complete(task.run());
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case RuntimeException fault -> throw fault;
                case null, default -> throw e;
            }
        }
    }
}
