package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Step;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is asked of the peer's network and what is made of its answers, in virtual time.
class NetworkLearningTest {
    private static final long IDENTIFIER = 0x0102_0304_0506_0708L;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Inet6Address OURS = (Inet6Address) InetAddress.ofLiteral("fd00:9::102:304:506:708");

    private final NetworkLearning machine = new NetworkLearning(new Random(5));
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long now = 1_000_000_000L;
    private long wake = Step.NEVER;

    private void on(LearningEvent event) {
        Step<LearningAction> step = machine.on(event, now);
        wake = step.wakeNanos();
        for (LearningAction action : step.actions()) {
            switch (action) {
                case LearningAction.Send(byte[] packet) -> sent.add(packet);
                case LearningAction.Changed() -> told.add("changed");
                case LearningAction.Settled() -> told.add("settled");
            }
        }
    }

    private void start(boolean ipv4, boolean ipv6) {
        on(new LearningEvent.Opened(ipv4 ? Told.CLIENT : null, ipv6 ? IDENTIFIER : null, List.of()));
        on(new LearningEvent.Start(LearningRequest.withoutNames(false), 200 * MILLI, 0));
    }

    private void advance(long nanos) {
        long end = now + nanos;
        while (wake <= end) {
            assertThat(wake).isGreaterThan(now);
            now = wake;
            on(new LearningEvent.Tick());
        }
        now = end;
    }

    private void hear(byte[] packet) {
        on(new LearningEvent.Packet(packet));
    }

    private void answer(String options) {
        hear(Told.udp(Told.ack(Told.transaction(sent.getFirst()), options)));
    }

    private List<String> routes() {
        return machine.known().routes().stream()
                .map(route -> route.network().getHostAddress() + "/" + route.prefixLength() + " "
                        + route.origin().word())
                .toList();
    }

    @Test
    void beforeStart_saysNothing_N2() {
        on(new LearningEvent.Opened(Told.CLIENT, IDENTIFIER, List.of()));
        advance(60 * SECOND);
        assertThat(sent).isEmpty();
        assertThat(machine.waitsForDhcp()).isFalse();
    }

    @Test
    void start_asksBothFamilies() {
        start(true, true);
        assertThat(sent).hasSize(2);
        // from our address, port 68, to everybody, port 67
        assertThat(sent.getFirst()).startsWith(Told.hex("45 00 0148 0000 0000 40 11"));
        assertThat(sent.getFirst()).containsSequence(Told.hex("0a090007 ffffffff 0044 0043"));
        // from our link-local address to all routers, with the highest hop limit
        assertThat(sent.getLast())
                .startsWith(Told.hex("60000000 0008 3a ff fe800000 00000000 01020304 05060708"
                        + "ff020000 00000000 00000000 00000002 85 00"));
    }

    @Test
    void onlyIpv4Open_asksByDhcpAlone() {
        start(true, false);
        assertThat(sent).hasSize(1);
        answer("79 06 08 0a 0a090001");
        assertThat(told).containsExactly("changed", "settled");
        assertThat(wake).isEqualTo(Step.NEVER);
    }

    @Test
    void nothingOpen_isSettledAtOnce() {
        start(false, false);
        assertThat(told).containsExactly("settled");
    }

    @Test
    void answer_isLearned() {
        start(true, false);
        answer("79 06 08 0a 0a090001 0f 04 636f7270 06 04 0a090035");
        assertThat(routes()).containsExactly("10.0.0.0/8 dhcp");
        assertThat(machine.known().domains())
                .extracting(LearnedNetwork.Domain::name)
                .containsExactly("corp");
        assertThat(machine.known().dns()).hasSize(1);
        assertThat(machine.waitsForDhcp()).isFalse();
        advance(60 * SECOND);
        assertThat(sent).hasSize(1);
    }

    @Test
    void silence_isSettledAfterThePatience_andAskedAgainForAWhile() {
        start(true, false);
        advance(200 * MILLI);
        assertThat(told).containsExactly("settled");
        assertThat(machine.waitsForDhcp()).isTrue();
        advance(60 * SECOND);
        assertThat(sent).hasSize(4);
        assertThat(told).containsExactly("settled");
        assertThat(machine.waitsForDhcp()).isFalse();
        assertThat(wake).isEqualTo(Step.NEVER);
    }

    @Test
    void lateAnswer_isAChange() {
        start(true, false);
        advance(3 * SECOND);
        answer("79 06 08 0a 0a090001");
        assertThat(told).containsExactly("settled", "changed");
    }

    @Test
    void givenUp_answerCountsNoMore() {
        start(true, false);
        advance(60 * SECOND);
        answer("79 06 08 0a 0a090001");
        assertThat(told).containsExactly("settled");
        assertThat(machine.known()).isEqualTo(LearnedNetwork.NONE);
    }

    @Test
    void answersThatAreNotOurs_areIgnored() {
        start(true, false);
        int transaction = Told.transaction(sent.getFirst());
        byte[] right = Told.ack(transaction, "79 06 08 0a 0a090001");
        byte[] request = right.clone();
        request[0] = 1;
        byte[] offer = right.clone();
        offer[242] = 2;
        hear(Told.udp(Told.ack(transaction + 1, "79 06 08 0a 0a090001")));
        hear(Told.udp(request));
        hear(Told.udp(offer));
        hear(InnerPacket.udp(Told.SERVER, 67, Told.SERVER, 68, right));
        hear(InnerPacket.udp(Told.SERVER, 6767, Told.CLIENT, 68, right));
        hear(new byte[0]);
        assertThat(told).isEmpty();
        hear(Told.udp(right));
        assertThat(told).containsExactly("changed", "settled");
    }

    @Test
    void secondAnswer_changesNothing() {
        start(true, false);
        answer("79 06 08 0a 0a090001");
        answer("79 06 08 0b 0a090001");
        assertThat(routes()).containsExactly("10.0.0.0/8 dhcp");
    }

    @Test
    void advertisement_givesAddressPrefixRouterNames() {
        start(false, true);
        hear(Told.advertised(
                1800,
                Told.prefix(7200, 3600)
                        + "18 02 20 00 00000258 fd00000a00000000"
                        + "19 03 0000 00000258 fd000009 00000000 00000000 00000053"
                        + "1f 03 0000 00000258 04 636f7270 07 6578616d706c65 00 0000"
                        + "05 01 0000 00000564"));
        assertThat(told).containsExactly("changed", "settled");
        LearnedNetwork known = machine.known();
        assertThat(known.addresses()).containsExactly(OURS);
        assertThat(routes()).containsExactly("fd00:9:0:0:0:0:0:0/64 ra", "fd00:a:0:0:0:0:0:0/32 ra");
        assertThat(known.router()).isTrue();
        assertThat(known.mtuBytes()).isEqualTo(1380);
        assertThat(known.dns()).hasSize(1);
        assertThat(known.domains()).hasSize(1);
    }

    @Test
    void advertisementFromElsewhere_isIgnored() {
        start(false, true);
        byte[] forwarded = Told.advertised(1800, Told.prefix(7200, 3600));
        forwarded[7] = 64;
        hear(forwarded);
        hear(InnerPacket.icmpv6(OURS, Told.ALL_NODES, Told.advertisement(1800, Told.prefix(7200, 3600))));
        assertThat(told).isEmpty();
    }

    @Test
    void silentRouter_isAskedThreeTimes_fourSecondsApart() {
        start(false, true);
        advance(3_999 * MILLI);
        assertThat(sent).hasSize(1);
        advance(MILLI);
        assertThat(sent).hasSize(2);
        advance(600 * SECOND);
        assertThat(sent).hasSize(3);
        assertThat(wake).isEqualTo(Step.NEVER);
    }

    @Test
    void ipv6OpenedLater_isAskedThen() {
        start(true, false);
        answer("");
        on(new LearningEvent.Opened(Told.CLIENT, IDENTIFIER, List.of()));
        assertThat(sent).hasSize(2);
        hear(Told.advertised(1800, Told.prefix(7200, 3600)));
        assertThat(machine.known().addresses()).containsExactly(OURS);
    }

    @Test
    void lifetimesOver_takeBackWhatWasTold() {
        start(false, true);
        hear(Told.advertised(30, Told.prefix(60, 60) + "19 03 0000 0000005a fd000009 00000000 00000000 00000053"));
        told.clear();
        advance(30 * SECOND);
        assertThat(machine.known().router()).isFalse();
        assertThat(machine.known().addresses()).hasSize(1);
        advance(30 * SECOND);
        assertThat(machine.known().addresses()).isEmpty();
        assertThat(routes()).isEmpty();
        assertThat(machine.known().dns()).hasSize(1);
        advance(30 * SECOND);
        assertThat(machine.known()).isEqualTo(LearnedNetwork.NONE);
        assertThat(told).containsExactly("changed", "changed", "changed");
        assertThat(wake).isEqualTo(Step.NEVER);
    }

    @Test
    void renewed_itHoldsOn() {
        start(false, true);
        for (int i = 0; i < 10; i++) {
            hear(Told.advertised(30, Told.prefix(60, 60)));
            advance(20 * SECOND);
        }
        assertThat(told).containsExactly("changed", "settled");
    }

    @Test
    void routerWithdrawn_isNoneAtOnce_butAnAddressStaysTwoHours() {
        start(false, true);
        hear(Told.advertised(1800, Told.prefix(86_400, 3600)));
        hear(Told.advertised(0, Told.prefix(0, 0)));
        assertThat(machine.known().router()).isFalse();
        assertThat(routes()).isEmpty();
        advance(7_199 * SECOND);
        assertThat(machine.known().addresses()).containsExactly(OURS);
        // nor does a second one shorten what is left
        hear(Told.advertised(0, Told.prefix(0, 0)));
        assertThat(machine.known().addresses()).containsExactly(OURS);
        advance(SECOND);
        assertThat(machine.known().addresses()).isEmpty();
    }

    @Test
    void foreverHasNoEnd() {
        start(false, true);
        hear(Told.advertised(0, Told.prefix(0xFFFF_FFFFL, 0xFFFF_FFFFL)));
        assertThat(wake).isEqualTo(Step.NEVER);
        advance(TimeUnit.DAYS.toNanos(3650));
        assertThat(machine.known().addresses()).containsExactly(OURS);
    }

    @Test
    void floodOfPrefixesAndServers_isBounded() {
        start(false, true);
        for (int i = 0; i < 1000; i++) {
            hear(Told.advertised(
                    1800,
                    "03 04 40 C0 00001c20 00000e10 00000000 fd00%04x 00000000 0000000000000000".formatted(i)
                            + "18 03 40 00 00000258 fd01%04x 00000000 0000000000000000".formatted(i)
                            + "19 03 0000 00000258 fd000009 00000000 00000000 0000%04x".formatted(i)));
        }
        advance(SECOND);
        assertThat(machine.known().addresses()).hasSize(8);
        assertThat(machine.known().dns()).hasSize(8);
        assertThat(machine.known().routes()).hasSize(LearnedNetwork.MAX_ROUTES);
    }

    /// SECURITY: each change is work for a host that all connections share.
    @Test
    void settled_peerTellsARouteAndTakesItBackAgainAndAgain_atMostOneChangeASecond() {
        start(false, true);
        hear(Told.advertised(1800, Told.prefix(7200, 3600)));
        told.clear();
        for (int i = 0; i < 3000; i++) {
            hear(Told.advertised(1800, "18 02 20 00 %08x fd00000a00000000".formatted(i % 2 == 0 ? 600 : 0)));
            advance(MILLI);
        }
        assertThat(told).hasSizeBetween(2, 4).containsOnly("changed");
        hear(Told.advertised(1800, "18 02 20 00 00000258 fd00000a00000000"));
        advance(SECOND);
        assertThat(routes()).as("the last word counts").contains("fd00:a:0:0:0:0:0:0/32 ra");
    }

    @Test
    void prefixesThatMakeNoAddress_areIgnored() {
        start(false, true);
        String lifetimes = "00001c20 00000e10 00000000";
        hear(Told.advertised(
                0,
                // link-local; multicast; the loopback's; 65 bits; preferred longer than valid; not for addresses
                "03 04 40 40 " + lifetimes + "fe800000 00000000 0000000000000000"
                        + "03 04 40 40 " + lifetimes + "ff020000 00000000 0000000000000000"
                        + "03 04 40 40 " + lifetimes + "00000000 00000000 0000000000000000"
                        + "03 04 41 40 " + lifetimes + "fd000009 00000000 0000000000000000"
                        + "03 04 40 40 00000001 00000002 00000000 fd000009 00000000 0000000000000000"
                        + "03 04 40 00 " + lifetimes + "fd000009 00000000 0000000000000000"));
        assertThat(machine.known()).isEqualTo(LearnedNetwork.NONE);
        assertThat(told).containsExactly("settled");
    }
}
