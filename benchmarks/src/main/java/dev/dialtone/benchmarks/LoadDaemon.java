package dev.dialtone.benchmarks;

import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.MemoryHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The daemon under load: real daemon, real manager, host in memory.
///
/// Takes a directory as its argument; `ready` once its socket is there. Each line of its input makes it collect all
/// garbage and say `heap USED COMMITTED CHANGES`: bytes, those used then being those kept alive, and what is
/// changed on
/// the host. Ends with its input.
public final class LoadDaemon {
    private LoadDaemon() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        MemoryHost host = new MemoryHost();
        host.keepNoHistory();
        try (Manager manager = Manager.start(
                        new ManagerConfig(places.resolve("config"), places.resolve("state"), host, new TlsOpener()));
                Daemon _ = Daemon.start(places.resolve(MemoryDaemon.SOCKET), manager::view)) {
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                System.gc();
                Runtime all = Runtime.getRuntime();
                System.out.println("heap " + (all.totalMemory() - all.freeMemory()) + " " + all.totalMemory() + " "
                        + host.present().size());
            }
        }
    }
}
