package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NameService;
import dev.dialtone.api.Notification;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.ToldNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Name servers behind the answerer that answer or do not, from their packets to the host, the status, and the dial
/// that needs them. What strangers answer is [NamesStrangersTest]'s.
@Timeout(120)
class InnerNamesTest {
    private static final InetAddress FIRST = InetAddress.ofLiteral("10.99.0.53");
    private static final InetAddress SECOND = InetAddress.ofLiteral("10.99.0.54");

    private static UnaryOperator<AnswererConfig.Builder> tells(ToldNetwork network) {
        return answers -> answers.tells(network);
    }

    private static Entry required(Rig rig) {
        return rig.entry("required").with(EntryOption.REQUIRE_NAMES, "true");
    }

    private static Connection dial(Rig rig, Entry entry) {
        return rig.manager().dial(DialRequest.of(entry).signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
    }

    private static Notification completion(Connection connection) throws Exception {
        return connection.completion().get(Rig.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static NameService names(Connection connection) {
        return Objects.requireNonNull(connection.projection().names());
    }

    private static void await(Connection connection, String state) throws InterruptedException {
        long end = System.nanoTime() + Rig.SOON.toNanos();
        while (!names(connection).state().equals(state)) {
            assertThat(System.nanoTime())
                    .as("%s, not %s", names(connection), state)
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void hangUp(Rig rig, Connection connection) throws Exception {
        connection.hangUp().get(Rig.SOON.toSeconds(), TimeUnit.SECONDS);
        rig.nothingLeft();
    }

    @Test
    void answering_namesWorkOnceConnected() throws Exception {
        try (Rig rig = new Rig()) {
            Connection connection = dial(rig, required(rig));
            assertThat(completion(connection).isConnected()).isTrue();
            assertThat(names(connection).state()).isEqualTo("answering");
            assertThat(names(connection).since()).isNotNull();
            hangUp(rig, connection);
            assertThat(names(connection).state()).as("kept").isEqualTo("answering");
        }
    }

    @Test
    void silent_connectsAsSoonAsEver_andSaysSo() throws Exception {
        try (Rig rig = new Rig(tells(ToldNetwork.answering().silentServers("10.99.0.53", "10.99.0.54")))) {
            Connection connection = dial(rig, rig.entry("plain"));
            assertThat(completion(connection).isConnected()).isTrue();
            await(connection, "silent");
            assertThat(names(connection).reason()).contains("10.99.0.53, 10.99.0.54");
            hangUp(rig, connection);
        }
    }

    @Test
    void firstSilent_resolverAsksTheSecondFirst_H6() throws Exception {
        try (Rig rig = new Rig(tells(ToldNetwork.answering().silentServers("10.99.0.53")))) {
            Connection connection = dial(rig, required(rig));
            assertThat(completion(connection).isConnected()).isTrue();
            assertThat(rig.memory().memoryResolver().current().getFirst().servers())
                    .containsExactly(SECOND, FIRST);
            assertThat(connection.projection().dns()).containsExactly("10.99.0.54", "10.99.0.53");
            hangUp(rig, connection);
        }
    }

    @Test
    void required_silent_is716OfDns_within3s_andNothingIsLeft_E2_C3_C6() throws Exception {
        try (Rig rig = new Rig(tells(ToldNetwork.silent()))) {
            long began = System.nanoTime();
            Connection connection = dial(rig, required(rig));
            Notification completion = completion(connection);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            assertThat(completion.state().word()).isEqualTo("ApplySettings");
            assertThat(completion.error()).isEqualTo(716);
            assertThat(Objects.requireNonNull(completion.detail()).layer()).isEqualTo("dns");
            assertThat(completion.detail().reason()).contains("10.99.0.53, 10.99.0.54");
            assertThat(completion.detail().advice()).isNotEmpty();
            rig.nothingLeft();
        }
    }

    @Test
    void required_failing_is716() throws Exception {
        try (Rig rig = new Rig(tells(ToldNetwork.answering().failingServers("10.99.0.53", "10.99.0.54")))) {
            Notification completion = completion(dial(rig, required(rig)));
            assertThat(completion.error()).isEqualTo(716);
            assertThat(Objects.requireNonNull(completion.detail()).reason()).contains("SERVFAIL");
            rig.nothingLeft();
        }
    }

    @Test
    void toldByDhcpAlone_isAskedToo() throws Exception {
        try (Rig rig = new Rig(answers -> answers.tells(
                        ToldNetwork.answering().dns("10.99.0.77").domains("inside.example"))
                .dns())) {
            Connection connection = dial(rig, required(rig));
            assertThat(completion(connection).isConnected()).isTrue();
            assertThat(names(connection).servers())
                    .isEqualTo(List.of(new NameService.Server("10.99.0.77", "answering")));
            hangUp(rig, connection);
        }
    }

    /// The given server is asked inside, and the host asks it alone; the server's own are not even told.
    @Test
    void given_areUsedInsteadOfTheServers_dnsOffToo_H6() throws Exception {
        for (String dns : List.of("true", "false")) {
            try (Rig rig = new Rig(tells(ToldNetwork.answering()
                    .silentServers("10.99.0.53", "10.99.0.54")
                    .untoldServers("10.99.0.77")
                    .domains("inside.example")))) {
                Entry entry = required(rig)
                        .with(EntryOption.DNS_SERVERS, "10.99.0.77")
                        .with(EntryOption.DNS, dns)
                        .with(EntryOption.DEFAULT_ROUTE, "false");
                Connection connection = dial(rig, entry);
                assertThat(completion(connection).isConnected()).isTrue();
                assertThat(names(connection).servers())
                        .isEqualTo(List.of(new NameService.Server("10.99.0.77", "answering")));
                assertThat(rig.memory().memoryResolver().current().getFirst().servers())
                        .containsExactly(InetAddress.ofLiteral("10.99.0.77"));
                assertThat(connection.projection().dns()).containsExactly("10.99.0.77");
                assertThat(connection.projection().routes()).contains("10.99.0.77/32");
                assertThat(connection.projection().domains().contains("inside.example"))
                        .isEqualTo(dns.equals("true"));
                hangUp(rig, connection);
            }
        }
    }

    @Test
    void givenIPv6Address_isTheLinks_andItsServerIsAskedFromIt_H6() throws Exception {
        try (Rig rig = new Rig(tells(ToldNetwork.answering().untoldServers("fd00:99:7::53")))) {
            Entry entry = required(rig)
                    .with(EntryOption.ADDRESS_IPV6, "fd00:99:7::7/64")
                    .with(EntryOption.DNS_SERVERS, "fd00:99:7::53")
                    .with(EntryOption.DEFAULT_ROUTE, "false");
            Connection connection = dial(rig, entry);
            assertThat(completion(connection).isConnected()).isTrue();
            assertThat(connection.projection().ipv6()).isEqualTo("fd00:99:7::7");
            assertThat(connection.projection().routes()).contains("fd00:99:7::/64");
            assertThat(names(connection).servers())
                    .isEqualTo(List.of(new NameService.Server("fd00:99:7::53", "answering")));
            hangUp(rig, connection);
        }
    }

    @Test
    void given_silent_required_is716_thoughTheServersAnswer() throws Exception {
        try (Rig rig = new Rig()) {
            Notification completion = completion(dial(rig, required(rig).with(EntryOption.DNS_SERVERS, "10.99.0.77")));
            assertThat(completion.error()).isEqualTo(716);
            assertThat(Objects.requireNonNull(completion.detail()).reason()).contains("10.99.0.77");
            rig.nothingLeft();
        }
    }

    @Test
    void notInForceOnTheHost_statusSaysSo_andRequiredFails() throws Exception {
        try (Rig rig = new Rig()) {
            rig.memory().memoryResolver().troubled("Somebody else has the last word.");
            Connection connection = dial(rig, rig.entry("plain"));
            assertThat(completion(connection).isConnected()).isTrue();
            assertThat(names(connection).state()).isEqualTo("not-set");
            hangUp(rig, connection);
            assertThat(completion(dial(rig, required(rig))).error()).isEqualTo(716);
            rig.nothingLeft();
        }
    }
}
