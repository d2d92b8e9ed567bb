package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.core.Verdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Runs checks side by side, those that need others after them. What a check needs and did not come to anything good
/// skips it.
final class Examination {
    private static final Logger LOG = System.getLogger(Examination.class.getName());
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("dialtone-doctor").start(task);

    private final Map<String, CompletableFuture<Finding>> running = new LinkedHashMap<>();
    private final Duration bound;

    private Examination(Duration bound) {
        this.bound = bound;
    }

    /// Starts them all.
    ///
    /// @param checks those that are needed before those that need them
    /// @param bound  after which a check that is not done has failed
    static Examination start(List<Check> checks, Duration bound) {
        Examination examination = new Examination(bound);
        checks.forEach(examination::start);
        return examination;
    }

    private void start(Check check) {
        List<CompletableFuture<Finding>> needs =
                check.needs().stream().map(this::needed).toList();
        CompletableFuture<Finding> found = CompletableFuture.allOf(needs.toArray(CompletableFuture<?>[]::new))
                .thenApplyAsync(_ -> look(check, needs), THREADS)
                .completeOnTimeout(late(check.subject()), bound.toMillis(), TimeUnit.MILLISECONDS);
        if (running.put(check.subject(), found) != null) {
            throw new IllegalStateException("two checks of " + check.subject());
        }
    }

    private CompletableFuture<Finding> needed(String subject) {
        CompletableFuture<Finding> found = running.get(subject);
        if (found == null) {
            throw new IllegalStateException("no check of " + subject + " comes before");
        }
        return found;
    }

    private static Finding look(Check check, List<CompletableFuture<Finding>> needs) {
        for (CompletableFuture<Finding> need : needs) {
            Finding found = need.join();
            if (found.verdict() == Verdict.FAILED) {
                return Finding.skipped(check.subject(), "Not looked at, because " + found.subject() + " failed.");
            }
            if (found.verdict() == Verdict.SKIPPED) {
                return Finding.skipped(check.subject(), found.text());
            }
        }
        try {
            return check.look();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "check_crashed subject=" + check.subject(), e);
            return Finding.failed(
                    check.subject(),
                    "An internal fault of Dialtone: " + e + ".",
                    "Please report it with the daemon's log of this moment.");
        }
    }

    private Finding late(String subject) {
        return Finding.failed(
                subject,
                "It was not done within " + bound.toSeconds() + " s.",
                "Something on the way is very slow; try again, or look at it by itself.");
    }

    /// Waits for all, in the order given.
    List<Finding> findings() {
        return running.values().stream().map(CompletableFuture::join).toList();
    }
}
