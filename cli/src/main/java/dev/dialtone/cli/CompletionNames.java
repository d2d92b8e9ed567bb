package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Entry;
import dev.dialtone.api.RemoteAccess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Names that completion asks the manager for.
enum CompletionNames {
    /// Entries of the phone book.
    ENTRIES,
    /// Connections that have not ended: by their entries, and by their ids.
    CONNECTIONS,
    /// Both.
    ALL;

    /// Somebody waits with a finger on the key.
    private static final long LONGEST_MILLIS = 1000;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What there is now; nothing when no manager answers, refuses or takes too long: an error would be printed
    /// between the words that are being typed.
    List<String> ask(Supplier<RemoteAccess> connector) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (RemoteAccess access = connector.get()) {
                names.complete(List.copyOf(of(access)));
            } catch (RuntimeException e) {
                names.complete(List.of());
            }
        });
        return names.completeOnTimeout(List.of(), LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private Set<String> of(RemoteAccess access) {
        Set<String> names = new LinkedHashSet<>();
        if (this != CONNECTIONS) {
            access.entries(Set.of()).stream().map(Entry::name).forEach(names::add);
        }
        if (this != ENTRIES) {
            List<ConnectionStatus> connections = access.list();
            connections.stream().map(ConnectionStatus::entry).forEach(names::add);
            connections.stream().map(ConnectionStatus::connection).forEach(names::add);
        }
        return names;
    }
}
