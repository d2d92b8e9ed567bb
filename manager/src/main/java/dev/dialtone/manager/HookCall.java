package dev.dialtone.manager;

import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.nio.charset.StandardCharsets;

/// One call of a hook: once, and never again, whatever becomes of it.
record HookCall(Hook hook, HookEvent event, Notification notification) {

    /// What came of it.
    ///
    /// @param detail how it ended, in one line; empty when there is nothing to say
    record Result(Kind kind, String detail) {
        enum Kind {
            DONE,
            FAILED,
            OVERDUE
        }

        static Result failed(String why) {
            return new Result(Kind.FAILED, why);
        }
    }

    /// Carries out calls. Blocks until the end or the time limit.
    interface Caller {
        /// Makes one.
        ///
        /// @throws InterruptedException the manager ends: the call was cut off
        Result call(HookCall call) throws InterruptedException;
    }

    /// The notification as the contract's JSON, a line.
    byte[] body() {
        return (Json.text(Wire.of(notification)) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
