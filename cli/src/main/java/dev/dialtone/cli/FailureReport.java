package dev.dialtone.cli;

import dev.dialtone.api.Detail;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/// Tells what went wrong: for people and as `RAS_ERROR=nnn` on standard error, with `--json` as an object.
record FailureReport(Screen screen, boolean json, boolean debug) {

    /// Tells of whatever a command threw.
    ///
    /// @return the exit code
    int of(RuntimeException thrown, Path socket) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (debug) {
            cause.printStackTrace(screen.err());
        }
        return switch (cause) {
            case NoManagerException e -> noManager(e, socket);
            case RasException e -> refused(e);
            default -> unexpected(cause);
        };
    }

    private int noManager(NoManagerException e, Path socket) {
        if (json) {
            screen.json(Wire.of(e));
        }
        screen.error("dialtone: " + noManagerText(e, socket));
        screen.error("  advice   start one with: dialtone daemon");
        return ExitCode.NO_MANAGER;
    }

    /// Where none answers, and why.
    static String noManagerText(NoManagerException e, Path socket) {
        String reason = e.detail().reason();
        return reason.contains(socket.toString())
                ? reason
                : "no manager answers on " + socket + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private int refused(RasException e) {
        if (json) {
            screen.json(Wire.of(e));
        } else {
            screen.error(Screen.Style.BAD, "dialtone: " + RasError.messageOf(e.error()));
            detail(e.detail());
        }
        number(e.error());
        return e.error() == RasError.ACCESS_DENIED ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
    }

    private int unexpected(Throwable e) {
        if (json) {
            screen.json(Wire.of(RasException.of(RasError.UNKNOWN, String.valueOf(e))));
        }
        screen.error("dialtone: unexpected error: " + firstLine(String.valueOf(e))
                + (debug ? "" : " (--debug shows where it arose)"));
        number(RasError.UNKNOWN);
        return ExitCode.FAILED;
    }

    /// A dial that did not end in `Connected`.
    int dial(Notification completion) {
        int error = errorOf(completion);
        if (!json) {
            screen.error(
                    Screen.Style.BAD, "Could not connect \"" + completion.entry() + "\": " + RasError.messageOf(error));
            screen.error("  state    " + completion.state().word() + " ("
                    + completion.state().code() + ")");
            Detail detail = completion.detail();
            if (detail != null) {
                detail(detail);
            } else if (!RasError.adviceOf(error).isEmpty()) {
                screen.error("  advice   " + RasError.adviceOf(error));
            }
        }
        if (!json && completion.retryInMillis() > 0) {
            screen.error("  redial   next attempt in " + Amount.seconds(completion.retryInMillis())
                    + "; --wait-redial waits for it, `dialtone hangup " + completion.connection() + "` prevents it");
        }
        number(error);
        return ExitCode.FAILED;
    }

    /// An established connection that ended while its command stayed with it.
    ///
    /// @return the exit code: 0 when it was hung up on request
    int ended(Notification end) {
        int error = errorOf(end);
        if (error == RasError.USER_DISCONNECTION) {
            if (!json) {
                screen.line("Hung up \"" + end.entry() + "\".");
            }
            return ExitCode.DONE;
        }
        if (!json) {
            screen.error(Screen.Style.BAD, "\"" + end.entry() + "\" ended: " + RasError.messageOf(error));
            Detail detail = end.detail();
            if (detail != null) {
                detail(detail);
            }
        }
        number(error);
        return ExitCode.FAILED;
    }

    /// The number that says why a dial ended.
    static int errorOf(Notification completion) {
        if (completion.error() != 0) {
            return completion.error();
        }
        return completion.cause() != 0 ? completion.cause() : RasError.USER_DISCONNECTION;
    }

    void detail(Detail detail) {
        screen.error("  layer    " + detail.layer());
        if (!detail.reason().isEmpty()) {
            screen.error("  reason   " + detail.reason());
        }
        String peer = peer(detail);
        if (!peer.isEmpty()) {
            screen.error("  peer     " + peer);
        }
        if (!detail.advice().isEmpty()) {
            screen.error("  advice   " + detail.advice());
        }
    }

    /// The peer's own code and words; empty when it gave none.
    static String peer(Detail detail) {
        String code = detail.peerCode();
        String text = detail.peerText();
        String shownCode = code == null ? "" : code;
        String shownText = text == null || text.isEmpty() ? "" : "\"" + text + "\"";
        if (text != null && code != null && text.startsWith(code)) {
            // INTEROP [SoftEther]: gives no words of its own, so its text is the code and what comes with it
            return shownText;
        }
        return (shownCode + " " + shownText).strip();
    }

    void number(int error) {
        screen.error("RAS_ERROR=" + error);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
