package dev.dialtone.benchmarks;

import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.core.Secret;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DelayLink;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The daemon with its host in memory, and a server for it to dial, as a process of their own that needs no root.
///
/// Takes a directory as its argument and a password on its standard input, up to the end of the line; writes `ca.pem`
/// there and the server's port on standard output; ends when its standard input does.
public final class AnsweringDaemon {
    static final String SERVER_NAME = "answerer.dialtone.example";
    static final String USER = "bench";
    static final String SOCKET = "d.sock";
    static final String CA = "ca.pem";
    private static final Duration ONE_WAY = Duration.ofMillis(5);
    private static final int MAX_PASSWORD = 256;

    private AnsweringDaemon() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        DemoPki pki = DemoPki.create();
        try (Secret password = readPassword();
                Answerer answerer = Answerer.start(AnswererConfig.of(pki.server(SERVER_NAME))
                        .user(USER, password)
                        .build());
                DelayLink link = DelayLink.to(answerer.address(), ONE_WAY);
                Manager manager = Manager.start(new ManagerConfig(
                        places.resolve("config"), places.resolve("state"), new MemoryHost(), new TlsOpener()));
                Daemon _ = Daemon.start(places.resolve(SOCKET), manager::view)) {
            Files.writeString(places.resolve(CA), pki.caPem());
            System.out.println(link.port());
            while (System.in.read() >= 0) {
                // the end of the input is the end of the daemon
            }
        }
    }

    private static Secret readPassword() throws IOException {
        byte[] bytes = new byte[MAX_PASSWORD];
        int length = 0;
        for (int b = System.in.read(); b >= 0 && b != '\n' && length < bytes.length; b = System.in.read()) {
            bytes[length++] = (byte) b;
        }
        byte[] exact = java.util.Arrays.copyOf(bytes, length);
        java.util.Arrays.fill(bytes, (byte) 0);
        return Secret.ofUtf8(exact);
    }
}
