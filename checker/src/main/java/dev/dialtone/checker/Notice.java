package dev.dialtone.checker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A notification, as it stands in a line of the run.
///
/// @param line where it stands, from 1
/// @param t    microseconds of virtual time
/// @param code number of the state by its name, -1 when no state has that name
/// @param json all of it
record Notice(
        int line,
        long t,
        String connection,
        long seq,
        int attempt,
        String state,
        int code,
        int error,
        int cause,
        int reason,
        long retryInMillis,
        boolean completion,
        boolean ending,
        JsonObject json)
        implements Fact {

    static final int MANAGER_STOPPED = 834;

    static Notice of(int line, long t, JsonObject json) {
        String state = json.text("state");
        return new Notice(
                line,
                t,
                json.text("connection"),
                json.number("seq"),
                (int) json.number("attempt"),
                state,
                States.code(state),
                (int) json.number("error"),
                (int) json.number("cause"),
                (int) json.number("reason"),
                json.number("retryInMillis"),
                json.flag("completion"),
                json.flag("ending"),
                json);
    }

    String entry() {
        return json.text("entry");
    }

    @Nullable
    JsonObject detail() {
        return json.object("detail");
    }

    boolean retryable() {
        JsonObject detail = detail();
        return detail != null && detail.flag("retryable");
    }

    boolean isConnected() {
        return code == States.CONNECTED && error == 0;
    }

    boolean isDisconnected() {
        return code == States.DISCONNECTED;
    }

    /// A state about to be entered.
    boolean isRunning() {
        return error == 0 && States.isRunning(code);
    }

    boolean isPaused() {
        return error == 0 && States.isPaused(code);
    }

    /// After it nothing of the attempt is left: an error, or `Disconnected`.
    boolean isOver() {
        return error != 0 || isDisconnected();
    }

    /// The number that says why it is over: error or cause.
    int number() {
        return error != 0 ? error : cause;
    }

    /// The end that a dead manager's clients and its successor tell alike (C9).
    boolean isManagersDeath() {
        return isOver() && number() == MANAGER_STOPPED;
    }

    boolean sameAs(Notice other) {
        return json.equals(other.json);
    }

    /// Whether both tell the same end. The clocks of a client and of a manager differ, and so may their words.
    boolean sameEndAs(Notice other) {
        return seq == other.seq
                && attempt == other.attempt
                && code == other.code
                && error == other.error
                && cause == other.cause
                && completion == other.completion
                && ending == other.ending
                && connection.equals(other.connection)
                && Objects.equals(entry(), other.entry());
    }

    /// How a sentence calls it.
    String called() {
        return connection + " " + seq + " " + state
                + (error != 0 ? " with error " + error : cause != 0 ? " with cause " + cause : "");
    }
}
