package dev.dialtone.cli;

import dev.dialtone.api.DialOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a dial goes on its way: what it waits for, and whether it lives without its command.
final class DialWay {
    @Option(
            names = "--paused",
            description =
                    "what an answer can mend (a refused password, an expired one, a certificate the entry lets you"
                            + " decide on) is asked for, here or by `dialtone answer`, instead of ending the dial")
    boolean paused;

    @Option(
            names = "--pause-limit",
            paramLabel = "SECONDS",
            description = "how long each pause waits for its answer, 1 to 3600 (600)")
    @Nullable
    Integer pauseLimit;

    @Option(
            names = "--gated",
            description =
                    "each state waits for the Enter key, or for a line on standard input; at its end the dial goes on")
    boolean gated;

    @Option(
            names = "--gate-limit",
            paramLabel = "SECONDS",
            description = "how long each state waits, 1 to 3600 (30); then it is entered all the same")
    @Nullable
    Integer gateLimit;

    @Option(
            names = "--wait-redial",
            description = "wait through the attempts that the entry's redial options allow, for the first that connects"
                    + " or the last that fails")
    boolean waitRedial;

    @Option(
            names = "--join",
            description = "when the entry is being dialled already: follow that dial and hold it, instead of error 756")
    boolean join;

    @Option(names = "--background", description = "the dial goes on without this command: Ctrl-C only leaves it")
    boolean background;

    @Option(names = "--bound", description = "stay here when connected; the connection ends when this command does")
    boolean bound;

    @Option(
            names = "--confirm-within",
            paramLabel = "SECONDS",
            description = "hang up again unless `dialtone confirm` comes within so many seconds after Connected, 1 to"
                    + " 3600: for a dial that may cut off the terminal you give it from")
    @Nullable
    Integer confirmWithin;

    /// What is wrong with the command, if anything is.
    Optional<String> wrong() {
        if (background && bound) {
            return Optional.of("--background, --bound: a connection cannot outlive this command and end with it");
        }
        if (pauseLimit != null && !paused) {
            return Optional.of("--pause-limit: goes with --paused");
        }
        if (gateLimit != null && !gated) {
            return Optional.of("--gate-limit: goes with --gated");
        }
        if (confirmWithin != null && confirmWithin == 0) {
            return Optional.of("--confirm-within: must be 1 to 3600 seconds; leave it out for no confirmation");
        }
        return Optional.empty();
    }

    /// @throws dev.dialtone.api.RasException 87 for a limit out of range
    DialOptions options() {
        return new DialOptions(
                paused,
                limit(pauseLimit, DialOptions.PAUSE_LIMIT),
                gated,
                limit(gateLimit, DialOptions.GATE_LIMIT),
                background,
                bound,
                join,
                limit(confirmWithin, Duration.ZERO));
    }

    private static Duration limit(@Nullable Integer seconds, Duration standard) {
        return seconds == null ? standard : Duration.ofSeconds(seconds);
    }
}
