package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DelayLink;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.StandardInput;
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

    private AnsweringServer() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        DemoPki pki = DemoPki.create();
        try (Secret password = StandardInput.password();
                Answerer answerer = Answerer.start(AnswererConfig.of(pki.server(SERVER_NAME))
                        .user(USER, password)
                        .build());
                DelayLink link = DelayLink.to(answerer.address(), ONE_WAY)) {
            Files.writeString(places.resolve(CA), pki.caPem());
            System.out.println(link.port());
            StandardInput.awaitEnd();
        }
    }
}
