package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a connection that nobody confirms in time after its first `Connected`: its network may have cut off
/// whoever could hang it up. The time is the connection's, not the attempt's: a loss and a redial do not
/// lengthen it, or one that comes and goes would never be hung up.
///
/// [#confirm] and [#isAwaited] are callable from any thread, the rest runs on the connection's loop.
final class Confirmation {
    private enum Stage {
        /// The dial did not ask for it.
        NEEDLESS,
        /// Not connected yet.
        TO_COME,
        RUNNING,
        GIVEN,
        MISSED
    }

    private final Loop loop;
    private final Duration within;
    private Loop.@Nullable Timer timer;

    // guarded by this
    private Stage stage;

    /// @param within zero for a connection that needs none
    Confirmation(Loop loop, Duration within) {
        this.loop = loop;
        this.within = within;
        this.stage = within.isZero() ? Stage.NEEDLESS : Stage.TO_COME;
    }

    /// The connection is established; only the first time counts.
    ///
    /// @param missed told on the loop when the time is over
    /// @return whether the time begins now
    synchronized boolean begin(Consumer<Failure> missed) {
        if (stage != Stage.TO_COME) {
            return false;
        }
        stage = Stage.RUNNING;
        timer = loop.at(loop.nanoTime() + within.toNanos(), () -> due(missed));
        return true;
    }

    private void due(Consumer<Failure> missed) {
        synchronized (this) {
            if (stage != Stage.RUNNING) {
                return;
            }
            stage = Stage.MISSED;
        }
        missed.accept(Failure.of(
                        RasError.REQUEST_TIMEOUT,
                        Layer.MANAGER,
                        "The connection was not confirmed within " + within.toSeconds()
                                + " s, as its dial wanted; the host is as it was before.")
                .advise("If you were cut off, look at the entry's routes. If not, dial again and confirm in time:"
                        + " dialtone confirm ENTRY."));
    }

    /// Whether it is still to be given, now or once connected.
    synchronized boolean isAwaited() {
        return stage == Stage.TO_COME || stage == Stage.RUNNING;
    }

    /// @param connection for the words of a refusal
    /// @throws RasException 183, 87
    synchronized void confirm(String connection) {
        switch (stage) {
            case RUNNING -> stage = Stage.GIVEN;
            case GIVEN ->
                throw RasException.of(RasError.ALREADY_EXISTS, "connection " + connection + " is confirmed already");
            case NEEDLESS ->
                throw nothing(connection, "needs no confirmation: it was not dialled with a limit for one");
            case TO_COME -> throw nothing(connection, "is not connected yet: there is nothing to confirm so far");
            case MISSED -> throw nothing(connection, "was not confirmed in time and is hung up");
        }
    }

    private static RasException nothing(String connection, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, "connection " + connection + " " + why);
    }

    /// Nothing is left to end.
    void stop() {
        Loop.Timer running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }
}
