package dev.dialtone.daemon;

import dev.dialtone.api.ForegroundProgram;
import dev.dialtone.api.Places;
import dev.dialtone.api.RasException;
import dev.dialtone.manager.Manager;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/// `dialtone daemon`: runs the manager in the foreground until it is told to end.
public final class DaemonProgram implements ForegroundProgram {
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND = 2;
    private static final Duration ENDING = Duration.ofSeconds(10);

    /// For the `ServiceLoader`.
    public DaemonProgram() {}

    @Override
    public String name() {
        return "daemon";
    }

    @Override
    public int run(List<String> arguments) {
        return run(arguments, System.out, System.err);
    }

    int run(List<String> arguments, PrintStream out, PrintStream err) {
        DaemonOptions options;
        try {
            options = DaemonOptions.of(
                    arguments,
                    system -> Places.ofDaemon(System.getenv(), system),
                    Callers.uidOfThisProcess() == 0,
                    System.getenv());
        } catch (IllegalArgumentException e) {
            err.println("dialtone daemon: " + e.getMessage());
            err.println(DaemonOptions.HELP);
            return WRONG_COMMAND;
        }
        if (options.help()) {
            out.println(DaemonOptions.HELP);
            return 0;
        }
        ErrorLog.install(options.log());
        try {
            serve(options, out);
            return 0;
        } catch (RasException e) {
            err.println("dialtone daemon: " + e.getMessage());
            if (!e.detail().advice().isEmpty()) {
                err.println("  " + e.detail().advice());
            }
            err.println("RAS_ERROR=" + e.error());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /// Returns only when it cannot start: the end comes as a signal, which the hook turns into an
    /// orderly one.
    private static void serve(DaemonOptions options, PrintStream out) throws InterruptedException {
        // The socket is claimed first: a second daemon must be told so before it touches the state of
        // the first.
        try (SocketClaim claim = SocketClaim.of(options.places().socket())) {
            Manager manager = ProductionManager.start(options);
            Optional<MetricsDoor> metrics = Optional.empty();
            Daemon daemon;
            try {
                metrics = metrics(options, manager);
                daemon = Daemon.start(claim, Callers.ofSystem(), options.system(), manager::view);
            } catch (RasException e) {
                metrics.ifPresent(MetricsDoor::close);
                manager.close();
                throw e;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon, manager), "end"));
            metrics.ifPresent(door -> out.println("dialtone daemon: metrics on " + door.address()));
            out.println("dialtone daemon: ready on " + daemon.socket());
            out.flush();
            Systemd.notifyReady(System.getenv());
            new CountDownLatch(1).await();
        }
    }

    private static Optional<MetricsDoor> metrics(DaemonOptions options, Manager manager) {
        OptionalInt port = options.metrics();
        return port.isEmpty() ? Optional.empty() : Optional.of(MetricsDoor.open(port.getAsInt(), manager::metrics));
    }

    private static void end(Daemon daemon, Manager manager) {
        try {
            daemon.refuse();
            Thread.ofVirtual().start(manager::close).join(ENDING);
            daemon.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // the exit code of an orderly end is 0, whatever signal asked for it
            Runtime.getRuntime().halt(0);
        }
    }
}
