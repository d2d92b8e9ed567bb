package dev.dialtone.benchmarks;

import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.nio.file.Path;

/// The daemon with its host in memory, as a process of its own that needs no root.
///
/// Takes a directory as its argument; writes a line once its socket is there; ends when its standard input does.
public final class MemoryDaemon {
    static final String SOCKET = "d.sock";

    private MemoryDaemon() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        try (Manager manager = Manager.start(new ManagerConfig(
                        places.resolve("config"), places.resolve("state"), new MemoryHost(), new TlsOpener()));
                Daemon _ = Daemon.start(places.resolve(SOCKET), manager::view)) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // the end of the input is the end of the daemon
            }
        }
    }
}
