package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.Learned;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.ToldNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the network behind the answerer tells inside the tunnel, from its packets to the host and the status. The
/// answerer's words are written by hand, not by the dialler's codecs; what strangers say is
/// [InnerNetworkStrangersTest]'s.
@Timeout(120)
class InnerNetworkTest {
    private static final ToldNetwork OFFICE = ToldNetwork.answering()
            .routes("10.98.0.0/16", "127.0.0.0/8", "0.0.0.0/1")
            .domains("inside.example", "lab.example")
            .router()
            .prefixes("fd99::/64")
            .routerRoutes("fd98::/32")
            .routerNames("fd99::53", "six.example");

    private static Connection dial(Rig rig, Entry entry) throws Exception {
        Connection connection = rig.manager().dial(DialRequest.of(entry).signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
        assertThat(connection
                        .completion()
                        .get(Rig.SOON.toSeconds(), TimeUnit.SECONDS)
                        .isConnected())
                .isTrue();
        return connection;
    }

    private static void hangUp(Rig rig, Connection connection) throws Exception {
        connection.hangUp().get(Rig.SOON.toSeconds(), TimeUnit.SECONDS);
        rig.nothingLeft();
    }

    private static void await(BooleanSupplier condition, Object what) throws InterruptedException {
        long end = System.nanoTime() + Rig.SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s came in time", what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void awaitLearned(Connection connection, Predicate<Projection> fits) throws InterruptedException {
        await(() -> fits.test(connection.projection()), "what is told");
    }

    private static Learned learned(String what, String value, String from) {
        return new Learned(what, value, from);
    }

    @Test
    void split_routesAndNamesAreThereOnceConnected_andUndone_H6() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(OFFICE))) {
            Connection connection = dial(rig, rig.entry("split").with(EntryOption.DEFAULT_ROUTE, "false"));
            Projection projection = connection.projection();
            assertThat(projection.routes()).contains("10.98.0.0/16").doesNotContain("127.0.0.0/8", "0.0.0.0/1");
            assertThat(projection.domains()).startsWith("inside.example", "lab.example");
            assertThat(projection.learned())
                    .contains(
                            learned("route", "10.98.0.0/16", "dhcp"),
                            learned("route", "127.0.0.0/8", "dhcp"),
                            learned("domain", "lab.example", "dhcp"));
            assertThat(rig.memory().memoryResolver().current().getFirst().domains())
                    .startsWith("inside.example", "lab.example");
            awaitLearned(connection, p -> p.routes().contains("fd98::/32"));
            projection = connection.projection();
            assertThat(projection.routes()).contains("fd99::/64").doesNotContain("::/1");
            assertThat(projection.ipv6()).startsWith("fd99::");
            assertThat(projection.dns()).last().isEqualTo("fd99::53");
            assertThat(projection.learned())
                    .contains(
                            learned("router", "::/0", "ra"),
                            learned("address", projection.ipv6(), "ra"),
                            learned("domain", "six.example", "ra"));
            hangUp(rig, connection);
        }
    }

    @Test
    void everything_ipv6GoesToItsRouterToo() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(OFFICE))) {
            Connection connection = dial(rig, rig.entry("all"));
            awaitLearned(connection, p -> p.routes().contains("::/1"));
            assertThat(connection.projection().routes())
                    .containsExactlyInAnyOrder("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1");
            hangUp(rig, connection);
        }
    }

    @Test
    void serverRoutesOff_onlyTheEntrysOwnAreTaken() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(OFFICE))) {
            Connection connection = dial(
                    rig,
                    rig.entry("own")
                            .with(EntryOption.DEFAULT_ROUTE, "false")
                            .with(EntryOption.SERVER_ROUTES, "false")
                            .with(EntryOption.ROUTES, "10.50.0.0/16"));
            awaitLearned(connection, p -> p.learned().contains(learned("router", "::/0", "ra")));
            assertThat(connection.projection().routes())
                    .contains("10.50.0.0/16")
                    .noneMatch(r -> r.startsWith("10.98"));
            hangUp(rig, connection);
        }
    }

    @Test
    void microsoftsOption_isUnderstoodToo() throws Exception {
        ToldNetwork microsoft =
                ToldNetwork.answering().routes("10.98.0.0/16").microsoft().dns("10.99.0.77");
        try (Rig rig = new Rig(answers -> answers.tells(microsoft).dns())) {
            Connection connection = dial(rig, rig.entry("split").with(EntryOption.DEFAULT_ROUTE, "false"));
            assertThat(connection.projection().routes()).contains("10.98.0.0/16", "10.99.0.77/32");
            assertThat(connection.projection().dns()).containsExactly("10.99.0.77");
            hangUp(rig, connection);
        }
    }

    @Test
    void silentNetwork_connectsAllTheSame() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(ToldNetwork.silent()))) {
            Connection connection = dial(rig, rig.entry("split").with(EntryOption.DEFAULT_ROUTE, "false"));
            assertThat(connection.projection().learned()).isEmpty();
            hangUp(rig, connection);
        }
    }

    @Test
    void connected_routerComesAndGoes_hostFollows_H6() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(ToldNetwork.silent()))) {
            Connection connection = dial(rig, rig.entry("all"));
            AnswererSession session =
                    rig.answerer().awaitSession(1, Duration.ofSeconds(5)).orElseThrow();
            ToldNetwork come =
                    ToldNetwork.answering().router().prefixes("fd99::/64").routerNames("fd99::53");
            awaitLearned(connection, p -> {
                // again and again: IPv6 may yet have to open
                session.advertise(come);
                return p.routes().contains("::/1");
            });
            HostChange.Address address = new HostChange.Address(
                    connection.projection().link(),
                    InetAddress.ofLiteral(connection.projection().ipv6()),
                    128,
                    null);
            assertThat(rig.memory().present()).contains(address);
            session.advertise(ToldNetwork.answering()
                    .prefixes("fd99::/64")
                    .routerNames("fd99::53")
                    .seconds(0));
            awaitLearned(connection, p -> !p.routes().contains("::/1"));
            assertThat(connection.projection().dns()).doesNotContain("fd99::53");
            // SPEC [RFC 4862 §5.5.3 e]: the address itself is not taken away so quickly
            assertThat(rig.memory().present()).contains(address);
            hangUp(rig, connection);
        }
    }
}
