package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DelayLink;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// How many round trips a dial takes: dials over a link without delay are taken from dials over a far one, and
/// what is
/// left is counted in round trips. Computing time falls out.
final class RoundTrips implements Benchmark {
    // far enough that computing time does not round up to a round trip
    private static final Duration ONE_WAY = Duration.ofMillis(75);
    private static final double ROUND_TRIP_MILLIS = 2 * ONE_WAY.toMillis();
    private static final int LIMIT = 9;
    private static final int WARM_UP = 30;
    private static final int DIALS = 7;
    private static final String SERVER_NAME = "answerer.dialtone.example";
    private static final String USER = "bench";

    @Override
    public void run(Report report) throws Exception {
        DemoPki pki = DemoPki.create();
        try (Scratch places = Scratch.make();
                Secret password = Passwords.fresh();
                Answerer answerer = Answerer.start(AnswererConfig.of(pki.server(SERVER_NAME))
                        .tls("TLSv1.3")
                        .user(USER, password)
                        .build());
                DelayLink near = DelayLink.to(answerer.address(), Duration.ZERO);
                DelayLink far = DelayLink.to(answerer.address(), ONE_WAY);
                Manager manager = manager(places.path())) {
            dial(manager, entry(pki, near), password, WARM_UP);
            StateShares without = dial(manager, entry(pki, near), password, DIALS);
            StateShares with = dial(manager, entry(pki, far), password, DIALS);
            tell(report, without, with);
        }
    }

    private static Manager manager(Path places) {
        return Manager.start(new ManagerConfig(
                places.resolve("config"), places.resolve("state"), new MemoryHost(), new TlsOpener()));
    }

    private static Entry entry(DemoPki pki, DelayLink link) {
        return Entry.of("bench")
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, Integer.toString(link.port()))
                .with(EntryOption.SERVER_NAME, SERVER_NAME)
                .with(EntryOption.CA, pki.caPem());
    }

    private static StateShares dial(Manager manager, Entry entry, Secret password, int times) {
        StateShares shares = new StateShares();
        for (int i = 0; i < times; i++) {
            Connection connection = manager.dial(DialRequest.of(entry).signIn(USER, "", password), _ -> {});
            Notification completion = connection.completion().join();
            if (!completion.isConnected()) {
                throw new IllegalStateException("the dial failed: " + completion);
            }
            shares.add(connection.log());
            connection.hangUp().join();
        }
        return shares;
    }

    private static void tell(Report report, StateShares without, StateShares with) {
        double near = without.wholes().median();
        double far = with.wholes().median();
        double trips = (far - near) / ROUND_TRIP_MILLIS;
        report.say(
                "median of %d dials: %.1f ms without delay, %.1f ms with %.0f ms a round trip",
                with.wholes().count(), near, far, ROUND_TRIP_MILLIS);
        report.say("%-20s %9s %9s %12s", "state", "near ms", "far ms", "round trips");
        Map<ConnectionState, Double> nearShares = without.medians();
        with.medians().forEach((state, millis) -> {
            double base = nearShares.getOrDefault(state, 0.0);
            report.say("%-20s %9.2f %9.2f %12.2f", state.word(), base, millis, (millis - base) / ROUND_TRIP_MILLIS);
        });
        // a relay's timers are late by fractions of a millisecond each way; a whole round trip shows as a whole one
        report.add(new Figure(
                "dial, TLS 1.3, in round trips",
                String.format(Locale.ROOT, "%d (%.2f)", Math.round(trips), trips),
                "at most " + LIMIT,
                Math.round(trips) <= LIMIT));
    }
}
