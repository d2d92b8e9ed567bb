package dev.dialtone.host;

import dev.dialtone.host.HostChange.OwnedNamespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the seeds of users' namespaces ahead of the changes that name them, on a thread for each: a user can hold up
/// their own alone. Callable from any thread.
final class NamespaceSeeds {
    /// Under way for one user.
    private static final int MOST = 4;

    /// Made, or refused.
    private record Ahead(
            OwnedNamespace change,
            @Nullable NamespaceSeed seed,
            @Nullable HostException refusal) {}

    private final List<Ahead> ready = new ArrayList<>();
    private final Map<Integer, Integer> underWay = new HashMap<>();

    /// Makes one for the change, then goes on. What is said when that is done closes it, if nobody took it.
    void prepare(OwnedNamespace change, Consumer<Runnable> then) {
        if (!begin(change.uid())) {
            keepFor(
                    then,
                    new Ahead(
                            change,
                            null,
                            HostErrors.of(
                                    HostErrors.ACCESS_DENIED,
                                    "too many network namespaces are being made for this user",
                                    "Try again later.")));
            return;
        }
        Thread.ofPlatform().daemon().name("dialtone-namespace-seed").start(() -> {
            keepFor(then, of(change));
        });
    }

    private void keepFor(Consumer<Runnable> then, Ahead made) {
        synchronized (this) {
            ready.add(made);
        }
        then.accept(() -> drop(made));
    }

    private Ahead of(OwnedNamespace change) {
        try {
            return new Ahead(change, NamespaceSeed.of(change.uid(), change.gid()), null);
        } catch (HostException e) {
            return new Ahead(change, null, e);
        } finally {
            end(change.uid());
        }
    }

    private synchronized boolean begin(int uid) {
        if (underWay.getOrDefault(uid, 0) >= MOST) {
            return false;
        }
        underWay.merge(uid, 1, Integer::sum);
        return true;
    }

    private synchronized void end(int uid) {
        underWay.compute(uid, (_, count) -> count == null || count <= 1 ? null : count - 1);
    }

    private synchronized void drop(Ahead made) {
        NamespaceSeed seed = made.seed();
        if (ready.remove(made) && seed != null) {
            seed.close();
        }
    }

    /// The seed that was made for the change, the caller's to close. SECURITY: none is made here, where the user
    /// could hold up everybody.
    ///
    /// @throws HostException it was refused, or there is none
    NamespaceSeed take(OwnedNamespace change) {
        Ahead ahead = takeReady(change).orElseThrow(NamespaceSeeds::gone);
        HostException refusal = ahead.refusal();
        NamespaceSeed seed = ahead.seed();
        if (seed == null) {
            throw refusal != null ? refusal : gone();
        }
        return seed;
    }

    private static HostException gone() {
        return HostErrors.of(
                HostErrors.PORT_NOT_AVAILABLE,
                "the network namespace went away while it was dialled into",
                "Dial again.");
    }

    private synchronized Optional<Ahead> takeReady(OwnedNamespace change) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).change().equals(change)) {
                return Optional.of(ready.remove(i));
            }
        }
        return Optional.empty();
    }
}
