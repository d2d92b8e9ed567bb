package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Runs checks of the host.
final class HostExamination {
    private static final Logger LOG = System.getLogger(HostExamination.class.getName());

    private HostExamination() {}

    /// One after the other; for those that take no time.
    static List<HostFinding> inTurn(List<HostCheck> checks) {
        return checks.stream().map(HostExamination::look).toList();
    }

    /// Side by side, on platform threads: their native calls block.
    static List<HostFinding> sideBySide(List<HostCheck> checks) {
        List<CompletableFuture<HostFinding>> running = new ArrayList<>();
        for (HostCheck check : checks) {
            running.add(CompletableFuture.supplyAsync(
                    () -> look(check),
                    task -> Thread.ofPlatform().daemon().name("dialtone-check").start(task)));
        }
        return running.stream().map(CompletableFuture::join).toList();
    }

    /// A check that has a fault of its own spoils no other.
    private static HostFinding look(HostCheck check) {
        try {
            return check.look();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "host_check_crashed", e);
            return HostFinding.warning(
                    "host",
                    "An internal fault of Dialtone in " + check.getClass().getSimpleName() + ": " + e + ".",
                    "Please report it with the daemon's log of this moment.");
        }
    }
}
