package dev.dialtone.manager;

import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The entry that is dialled before another one, and given back after it: one reference (H2), held from the first
/// attempt to the end of the connection that needs it. Who hangs the prerequisite up ends it for all; the next
/// attempt dials it again. On the loop of the connection that needs it.
final class Prerequisite {
    private final Dialler dialler;
    private final Loop loop;
    private final UnaryOperator<Runnable> guard;
    private @Nullable Held held;

    /// @param guard see [AttemptOwner#guarded]
    Prerequisite(Dialler dialler, Loop loop, UnaryOperator<Runnable> guard) {
        this.dialler = dialler;
        this.loop = loop;
        this.guard = guard;
    }

    /// Dials an entry, or refers to its connection.
    interface Dialler {
        /// None is there to dial.
        Dialler NONE = entry -> {
            throw RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"" + entry + "\"");
        };

        /// @throws RasException what would be wrong with any dial of it
        Held dial(String entry);
    }

    /// A reference to a connection.
    ///
    /// @param completion of the dial that it came of
    /// @param giveBack   callable from any thread, once
    record Held(String connection, CompletableFuture<Notification> completion, Runnable giveBack) {}

    /// Sees to it that the entry is up.
    ///
    /// @param up     run on the loop when it is
    /// @param failed run on the loop when it is not: with the same number (ras-reference §9)
    void need(String entry, Runnable up, Consumer<Failure> failed) {
        Held before = held;
        Held dialled;
        try {
            dialled = dialler.dial(entry);
        } catch (RasException e) {
            failed.accept(failure(entry, e.error(), e.detail()));
            return;
        }
        held = dialled;
        if (before != null && before.connection().equals(dialled.connection())) {
            // it is still the one of the attempt before: one reference is enough
            before.giveBack().run();
        }
        var _ = dialled.completion()
                .whenComplete((told, _) -> loop.execute(guard.apply(() -> told(entry, dialled, told, up, failed))));
    }

    private void told(String entry, Held dialled, @Nullable Notification told, Runnable up, Consumer<Failure> failed) {
        if (held != dialled) {
            // given back meanwhile
            return;
        }
        if (told != null && told.isConnected()) {
            up.run();
            return;
        }
        giveBack();
        int number = told == null ? RasError.UNKNOWN : told.error() != 0 ? told.error() : told.cause();
        failed.accept(failure(entry, number, told == null ? null : told.detail()));
    }

    private static Failure failure(String entry, int number, @Nullable Detail detail) {
        String why = detail == null ? "" : ": " + detail.reason();
        String reason = "The prerequisite \"" + entry + "\" could not be connected" + why;
        if (detail == null) {
            return Failure.of(number, Layer.MANAGER, reason);
        }
        String advice = detail.advice().isEmpty() ? null : detail.advice();
        return new Failure(
                number, Layer.MANAGER, reason, detail.peerCode(), detail.peerText(), advice, detail.retryable());
    }

    /// Gives the reference back, if there is one.
    void giveBack() {
        Held given = held;
        held = null;
        if (given != null) {
            given.giveBack().run();
        }
    }
}
