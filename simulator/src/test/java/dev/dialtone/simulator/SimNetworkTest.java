package dev.dialtone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.simulator.Trouble.Trigger.AtByte;
import dev.dialtone.simulator.Trouble.Trigger.AtStep;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class SimNetworkTest {
    private static final long SECOND = 1_000_000_000L;
    private static final CarrierPlan CLEAN =
            CarrierPlan.clean(LinkPlan.of(FaultPlan.CLEAN_LATENCY_NANOS), LinkPlan.of(FaultPlan.CLEAN_LATENCY_NANOS));

    private static SimDial dial(CarrierPlan plan) {
        return new SimDial(1, (_, _) -> plan, true);
    }

    /// Runs until it is decided and, when it came up, for five minutes more; then hangs up and runs to the end.
    private static SimDial toTheEnd(SimDial dial) {
        dial.time.runUntil(300 * SECOND);
        dial.hangUp();
        dial.time.run();
        return dial;
    }

    private static Failure failureOf(CarrierPlan plan) {
        SimDial dial = toTheEnd(dial(plan));
        assertThat(dial.closed).as(dial.log()).isEqualTo(1);
        return Objects.requireNonNull(dial.failure, dial.log());
    }

    @Test
    void cleanNetwork_dial_isProjectedAndClosedInGoodOrder() {
        SimDial dial = SimDial.clean(7);
        dial.time.runUntil(SECOND);
        assertThat(dial.projection).as(dial.log()).isNotNull();
        assertThat(dial.server.answering().counters().addressesInUse()).isEqualTo(1);
        dial.hangUp();
        dial.time.run();
        assertThat(dial.failure).isNull();
        assertThat(dial.closed).isEqualTo(1);
        assertThat(dial.over).isEqualTo(1);
        assertThat(dial.network.carriers()).isEmpty();
        assertThat(dial.server.carriers()).isEmpty();
        assertThat(dial.server.answering().counters().addressesInUse()).isZero();
        assertThat(dial.time.nanoTime()).isLessThan(3 * SECOND);
    }

    @Test
    void cleanNetwork_dial_showsEveryStepOnTheWireInOrderAndARoundTripApart() {
        SimDial dial = SimDial.clean(7);
        dial.time.runUntil(SECOND);
        List<String> wire = dial.log()
                .lines()
                .filter(line -> line.contains(" wire "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        assertThat(wire)
                .containsExactlyInAnyOrder(
                        Stream.of(AnswererStep.values()).map(Enum::name).toArray(String[]::new));
        assertThat(wire.subList(0, 5)).containsExactly("TCP_ACCEPT", "TLS", "HTTP", "SSTP_CONNECT", "LCP");
        assertThat(dial.log()).contains("1000000 wire TCP_ACCEPT", "3000000 wire TLS", "5000000 wire HTTP");
    }

    @Test
    void sameSeed_dialledTwice_givesTheSameLogByteForByte() {
        for (long seed = 0; seed < 50; seed++) {
            String first = toTheEnd(new SimDial(seed, new RandomFaults(new Seed(seed), 0.7), true))
                    .log();
            String second = toTheEnd(new SimDial(seed, new RandomFaults(new Seed(seed), 0.7), true))
                    .log();
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void differentSeeds_giveDifferentLogs() {
        List<String> logs = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            logs.add(toTheEnd(new SimDial(seed, new RandomFaults(new Seed(seed), 0.7), true))
                    .log());
        }
        assertThat(logs).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"UNRESOLVED, 868", "REFUSED, 808", "UNREACHABLE, 769", "UNANSWERED, 809", "UNTRUSTED, 801"})
    void connect_thatFails_givesTheErrorOfTheRealTransport(FaultKind why, int error) {
        assertThat(failureOf(CLEAN.refusing(why)).error()).isEqualTo(error);
    }

    @Test
    void unansweredConnect_fails_after10Seconds() {
        SimDial dial = dial(CLEAN.refusing(FaultKind.UNANSWERED));
        dial.time.runUntil(10 * SECOND - 1);
        assertThat(dial.failure).isNull();
        dial.time.run();
        assertThat(dial.failure).isNotNull();
    }

    @Test
    void untrustedCertificate_isExplainedWithTheChain() {
        assertThat(failureOf(CLEAN.refusing(FaultKind.UNTRUSTED)).reason())
                .contains("is signed by itself", "The chain it sent: CN=vpn.simulated.test");
    }

    @ParameterizedTest
    @EnumSource(LinkPlan.Chunking.class)
    void anyChunking_dial_isProjected(LinkPlan.Chunking chunking) {
        LinkPlan link = new LinkPlan(1_000_000, 500_000, chunking);
        SimDial dial = dial(CarrierPlan.clean(link, link));
        dial.time.runUntil(SECOND);
        assertThat(dial.projection).as(dial.log()).isNotNull();
    }

    static Stream<Trouble> troubles() {
        List<Trouble> all = new ArrayList<>();
        List<FaultKind> kinds = List.of(
                FaultKind.STALL,
                FaultKind.RESET,
                FaultKind.CLOSE,
                FaultKind.CUT,
                FaultKind.CORRUPT,
                FaultKind.CORRUPT_TLS);
        for (FaultKind kind : kinds) {
            for (Direction direction : Direction.values()) {
                for (long at = 0; at < 600; at += 37) {
                    all.add(new Trouble(kind, direction, new AtByte(at)));
                }
                for (AnswererStep step : AnswererStep.values()) {
                    all.add(new Trouble(kind, direction, new AtStep(step, 0)));
                    all.add(new Trouble(kind, direction, new AtStep(step, 700_000)));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void trouble_endsInAFailureOrSuccess_andBothSidesEnd(Trouble trouble) {
        assertDecided(toTheEnd(dial(CLEAN.with(trouble))));
    }

    static Stream<Misbehaviour> misbehaviours() {
        return Misbehaviour.all().stream();
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    void misbehaviour_endsInAFailureOrSuccess_andBothSidesEnd(Misbehaviour bad) {
        assertDecided(toTheEnd(dial(CLEAN.with(bad))));
    }

    private static void assertDecided(SimDial dial) {
        assertThat(dial.projection != null || dial.failure != null || dial.limitReached)
                .as(dial.log())
                .isTrue();
        assertThat(dial.closed).as(dial.log()).isEqualTo(1);
        assertThat(dial.over).as(dial.log()).isEqualTo(dial.opened);
        assertThat(dial.network.carriers()).as(dial.log()).isEmpty();
        assertThat(dial.server.answering().counters().live()).isZero();
        assertThat(dial.server.answering().counters().addressesInUse()).isZero();
    }

    @Test
    void randomFaults_of2000Seeds_endInAFailureOrSuccess_andBothSidesEnd() {
        int projected = 0;
        int failed = 0;
        int faults = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            SimDial dial = toTheEnd(new SimDial(seed, new RandomFaults(new Seed(seed), 0.8), true));
            assertDecided(dial);
            projected += dial.projection != null ? 1 : 0;
            failed += dial.failure != null ? 1 : 0;
            faults += dial.faults;
        }
        assertThat(projected).isBetween(400, 1_600);
        assertThat(failed).isBetween(400, 1_900);
        assertThat(faults).isGreaterThan(1_500);
    }

    @Test
    void serverThatRefuses_carriersAreReset_andItComesBack() {
        SimDial dial = SimDial.clean(3);
        dial.time.runUntil(SECOND);
        dial.server.vanish(SimServer.Health.REFUSES);
        dial.time.runUntil(2 * SECOND);
        assertThat(Objects.requireNonNull(dial.failure).error()).isEqualTo(829);
        assertThat(dial.server.carriers()).isEmpty();
        assertThat(failureWhile(SimServer.Health.REFUSES)).isEqualTo(808);
        assertThat(failureWhile(SimServer.Health.SILENT)).isEqualTo(809);
        SimDial again = SimDial.clean(3);
        again.server.vanish(SimServer.Health.SILENT);
        again.server.comeBack();
        again.time.runUntil(SECOND);
        assertThat(again.projection).isNotNull();
    }

    @Test
    void outage_thatIsPlanned_comesAndGoes() {
        FaultPlan plan = new FaultPlan() {
            @Override
            public CarrierPlan carrier(Transport.Target target, int number) {
                return SimNetworkTest.CLEAN;
            }

            @Override
            public List<Outage> outages(String host) {
                return List.of(new Outage(SECOND, SECOND, SimServer.Health.REFUSES));
            }
        };
        SimDial dial = new SimDial(1, plan, true);
        dial.time.runUntil(SECOND - 1);
        assertThat(dial.projection).isNotNull();
        dial.time.runUntil(SECOND);
        assertThat(dial.server.health()).isEqualTo(SimServer.Health.REFUSES);
        dial.time.run();
        assertThat(Objects.requireNonNull(dial.failure).error()).isEqualTo(829);
        assertThat(dial.server.health()).isEqualTo(SimServer.Health.UP);
        assertThat(dial.log()).contains("SERVER_GONE", "SERVER_BACK");
    }

    private static int failureWhile(SimServer.Health health) {
        SimDial dial = SimDial.clean(3);
        dial.server.vanish(health);
        dial.time.run();
        return Objects.requireNonNull(dial.failure).error();
    }

    @Test
    void silentServer_losesAnEstablishedConnection_whichIsNoticed() {
        SimDial dial = SimDial.clean(3);
        dial.time.runUntil(SECOND);
        dial.server.vanish(SimServer.Health.SILENT);
        dial.time.runUntil(200 * SECOND);
        assertThat(Objects.requireNonNull(dial.failure).error()).isEqualTo(829);
    }

    @Test
    void killedLoop_tellsTheServer_andRunsNothingMore() {
        SimDial dial = SimDial.clean(3);
        dial.time.runUntil(SECOND);
        String before = dial.log();
        dial.loop.kill();
        dial.time.run();
        assertThat(dial.closed).isZero();
        assertThat(dial.over).isEqualTo(1);
        assertThat(dial.log().substring(before.length())).doesNotContain("failed", "closed");
    }

    @Test
    void trouble_inTheMiddleOfARun_befallsTheCarrier() {
        SimDial dial = SimDial.clean(3);
        dial.time.runUntil(SECOND);
        dial.network.carriers().getFirst().befall(FaultKind.RESET, Direction.DOWN);
        dial.time.run();
        assertThat(Objects.requireNonNull(dial.failure).error()).isEqualTo(829);
        assertThat(dial.closed).isEqualTo(1);
    }
}
