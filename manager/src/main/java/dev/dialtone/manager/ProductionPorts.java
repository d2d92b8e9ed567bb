package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.datapath.PacketPump;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The ports of a manager on a real machine: virtual threads for connections and observers, one platform thread
/// for the
/// host, files in the state directory.
final class ProductionPorts implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ProductionPorts.class.getName());
    private static final Duration HOST_BOUND = Duration.ofSeconds(1);

    private final ManagerPorts ports;
    private final ExecutorService hostThread;
    private final FilePhoneBook book;

    private ProductionPorts(ManagerPorts ports, ExecutorService hostThread, FilePhoneBook book) {
        this.ports = ports;
        this.hostThread = hostThread;
        this.book = book;
    }

    /// @throws RasException 711 when a file cannot be used
    static ProductionPorts of(ManagerConfig config) {
        // a platform thread: its native calls block
        ExecutorService hostThread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("dialtone-host").factory());
        FilePhoneBook book = new FilePhoneBook(config.config().resolve("entries.d"));
        ManagerPorts ports = new ManagerPorts(
                config.host(),
                hostThread,
                config.opener(),
                ThreadLoop::new,
                name -> task -> Thread.ofVirtual().name(name).start(task),
                config.observerBuffer(),
                (device, tunnel) -> {
                    PacketPump pump = new PacketPump(device, tunnel);
                    pump.start();
                    return pump::stop;
                },
                lines(config.state().resolve("history.jsonl"), "history"),
                lines(config.state().resolve("journal.jsonl"), "undo journal"),
                lines(config.state().resolve("hung-up"), "list of what was hung up"),
                book,
                new FileUserBooks(config.config().resolve("users.d")),
                config.secrets().open(config.config()),
                InstantSource.system(),
                new SecureRandom(),
                hooks(config));
        return new ProductionPorts(ports, hostThread, book);
    }

    private static EventHooks hooks(ManagerConfig config) {
        Path directory = config.hooks();
        return directory == null
                ? EventHooks.NONE
                : new HookRunner(new HookFolder(directory, FileTrust.ofProcess()), HookRunner.LIMIT);
    }

    private static LineFile lines(Path file, String what) {
        try {
            return DiskLines.open(file);
        } catch (IOException e) {
            throw RasException.of(
                    RasError.MANAGER_CANNOT_INITIALIZE,
                    "the " + what + " " + file + " cannot be used: " + e.getMessage());
        }
    }

    ManagerPorts ports() {
        return ports;
    }

    /// What is still queued is taken back before the journal closes; a host that stands still is left to the next
    /// start.
    @Override
    public void close() {
        hostThread.shutdown();
        try {
            if (!hostThread.awaitTermination(HOST_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "host_overdue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ports.hooks().close();
        book.close();
    }
}
