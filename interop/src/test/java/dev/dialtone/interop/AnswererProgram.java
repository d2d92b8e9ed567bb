package dev.dialtone.interop;

import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.ServerIdentity;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Servers as a process of their own: a good one, one where the password of [Rig#USER] has expired and a wrong one
/// may be followed by another, one that wants a certificate, and one for each step that holds whoever comes there
/// for ever. Prints `port NAME NUMBER` for each, `ready`, and from then on `held NAME N` and `ended NAME N` of a
/// server's Nth client. Ends with the process that started it.
final class AnswererProgram {
    static final String GOOD = "GOOD";
    static final String EXPIRED = "EXPIRED";

    /// Wants a certificate, which is beside the authority's in `client.p12`, whose passphrase is [#PASSPHRASE].
    static final String CLIENTS = "CLIENTS";

    static final String PASSPHRASE = "in tests only";
    private static final int RETRIES = 3;

    private AnswererProgram() {}

    /// @param arguments the file to write the authority's certificate to
    public static void main(String[] arguments) throws Exception {
        DemoPki pki = DemoPki.create();
        Files.writeString(Path.of(arguments[0]), pki.caPem());
        ServerIdentity identity = pki.server(Rig.SERVER_NAME);
        AnswererConfig good =
                AnswererConfig.of(identity).user(Rig.USER, Rig.PASSWORD).build();
        start(good, GOOD, Optional.empty());
        AnswererConfig expired = AnswererConfig.of(identity)
                .expiredUser(Rig.USER, Rig.PASSWORD)
                .retries(RETRIES)
                .build();
        start(expired, EXPIRED, Optional.empty());
        DemoPki clients = DemoPki.create("CA of clients");
        ServerIdentity client = clients.issue(
                CertificateProfile.of(Rig.USER).withoutServerAuth().withKey(CertificateProfile.Key.RSA_2048));
        Path beside = Path.of(arguments[0]).resolveSibling("client.p12");
        try (OutputStream out = Files.newOutputStream(beside)) {
            client.keyStore(PASSPHRASE.toCharArray()).store(out, PASSPHRASE.toCharArray());
        }
        AnswererConfig demanding = AnswererConfig.of(identity)
                .user(Rig.USER, Rig.PASSWORD)
                .clients(clients.ca())
                .build();
        start(demanding, CLIENTS, Optional.empty());
        for (Halt halt : Halt.values()) {
            if (halt.step().isPresent()) {
                AnswererConfig halting =
                        AnswererConfig.of(identity).user(Rig.USER, Rig.PASSWORD).build();
                start(halting, halt.name(), halt.step());
            }
        }
        say("ready");
        ProcessHandle.current().parent().orElseThrow().onExit().join();
        Runtime.getRuntime().halt(0);
    }

    private static void start(AnswererConfig config, String name, Optional<AnswererStep> held) {
        Answerer answerer = Answerer.start(config);
        held.ifPresent(answerer::holdAt);
        say("port " + name + " " + answerer.port());
        Thread.ofVirtual().start(() -> tell(answerer, name, held));
    }

    private static void tell(Answerer answerer, String name, Optional<AnswererStep> held) {
        try {
            for (int number = 1; ; number++) {
                AnswererSession session =
                        answerer.awaitSession(number, Duration.ofDays(1)).orElseThrow();
                if (held.isPresent()
                        && answerer.awaitHeld(held.get(), Duration.ofMinutes(1)).isPresent()) {
                    say("held " + name + " " + number);
                }
                boolean ended = session.awaitEnd(Duration.ofDays(1)).isPresent();
                say((ended ? "ended " : "living ") + name + " " + number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
