package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The server of the load test: one answerer that behaves, and one that never answers a sign-in, so that a dial of it
/// is under way for as long as that is wanted.
///
/// Takes a directory, where it writes `ca.pem`, and a password on its input; says `ready PORT SILENT_PORT`. Then
/// `reset USER MOST` cuts so many of the user's connections, and it says `reset COUNT`.
public final class LoadServer {
    static final String SERVER_NAME = "answerer.dialtone.example";
    static final String CA = "ca.pem";

    /// The users: of most connections, and of the one that is cut again and again.
    static final String USER = "load";

    static final String NOISY = "noisy";

    private static final int MOST_CONNECTIONS = 20_000;

    private LoadServer() {}

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        LoadInput in = new LoadInput(System.in);
        DemoPki pki = DemoPki.create();
        try (Secret password = in.password();
                Answerer good = Answerer.start(config(pki, password).build());
                Answerer silent = Answerer.start(config(pki, password)
                        .misbehaviours(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Misbehaviour.Kind.SILENCE))
                        .build())) {
            Files.writeString(places.resolve(CA), pki.caPem());
            System.out.println("ready " + good.port() + " " + silent.port());
            Random random = new Random();
            for (var words = in.words(); words.isPresent(); words = in.words()) {
                String[] command = words.get();
                System.out.println("reset " + reset(good, command[1], Integer.parseInt(command[2]), random));
            }
        }
    }

    private static AnswererConfig.Builder config(DemoPki pki, Secret password) {
        return AnswererConfig.of(pki.server(SERVER_NAME))
                .user(USER, password)
                .user(NOISY, password)
                .maxConnections(MOST_CONNECTIONS)
                .keep(1, 1);
    }

    private static int reset(Answerer answerer, String user, int most, Random random) {
        List<AnswererSession> live = new ArrayList<>(answerer.sessions());
        live.removeIf(
                s -> !s.established() || s.ended().isPresent() || !s.user().equals(user));
        Collections.shuffle(live, random);
        List<AnswererSession> some = live.subList(0, Math.min(most, live.size()));
        some.forEach(AnswererSession::reset);
        return some.size();
    }
}
