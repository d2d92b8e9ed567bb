package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DelayLink;
import dev.dialtone.testkit.DemoPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A server to dial over a link with delay, as a process of its own that needs no root.
///
/// Takes a directory as its argument and a password on its standard input, up to the end of the line; writes `ca.pem`
/// there and its port on standard output; ends when its standard input does.
public final class AnsweringServer {
    static final String SERVER_NAME = "answerer.dialtone.example";
    static final String USER = "bench";
    static final String CA = "ca.pem";
    private static final Duration ONE_WAY = Duration.ofMillis(5);
    private static final int MAX_PASSWORD = 256;

    private AnsweringServer() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        DemoPki pki = DemoPki.create();
        try (Secret password = readPassword();
                Answerer answerer = Answerer.start(AnswererConfig.of(pki.server(SERVER_NAME))
                        .user(USER, password)
                        .build());
                DelayLink link = DelayLink.to(answerer.address(), ONE_WAY)) {
            Files.writeString(places.resolve(CA), pki.caPem());
            System.out.println(link.port());
            while (System.in.read() >= 0) {
                // the end of the input is the end of the server
            }
        }
    }

    static Secret readPassword() throws IOException {
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
