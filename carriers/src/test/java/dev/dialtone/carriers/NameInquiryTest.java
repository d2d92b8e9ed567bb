package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.LearningRequest.Names;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Step;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Name servers inside the tunnel that answer, do not, or do what they should not; in virtual time, as part of what
/// the network tells.
class NameInquiryTest {
    private static final Inet4Address FIRST = Inet4Address.ofLiteral("10.9.0.53");
    private static final Inet4Address SECOND = Inet4Address.ofLiteral("10.9.0.54");
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE = 50 * MILLI;

    private final NetworkLearning machine = new NetworkLearning(new Random(5));
    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final long began = 1_000_000_000L;
    private long now = began;
    private long wake = Step.NEVER;

    private void on(LearningEvent event) {
        Step<LearningAction> step = machine.on(event, now);
        wake = step.wakeNanos();
        for (LearningAction action : step.actions()) {
            switch (action) {
                case LearningAction.Send(byte[] packet) -> sent.add(packet);
                case LearningAction.Changed() -> told.add(standings());
                case LearningAction.Settled() -> told.add("settled");
            }
        }
    }

    private String standings() {
        return String.join(
                " ",
                machine.known().names().stream()
                        .map(server -> server.standing().word())
                        .toList());
    }

    private void start(Names names, String domain, long roundTrip, Inet4Address... dns) {
        on(new LearningEvent.Opened(Told.CLIENT, null, List.of(dns)));
        on(new LearningEvent.Start(new LearningRequest(false, names, domain), PATIENCE, roundTrip));
    }

    private void start(Inet4Address... dns) {
        start(Names.ASKED, "", 0, dns);
        dhcpIsOver("");
    }

    private void dhcpIsOver(String options) {
        hear(Told.udp(Told.ack(Told.transaction(sent.getFirst()), options)));
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

    private static InnerPacket.Datagram datagram(byte[] packet) {
        return InnerPacket.decodeUdp(packet) instanceof Decoded.Ok<InnerPacket.Datagram>(var datagram, int _)
                ? datagram
                : new InnerPacket.Datagram(Told.CLIENT, 0, Told.CLIENT, 0, new byte[0]);
    }

    /// Questions to a server so far, oldest first.
    private List<byte[]> questions(InetAddress server) {
        return sent.stream()
                .filter(packet -> datagram(packet).destination().equals(server))
                .toList();
    }

    /// An answer to a question with a response code.
    private static byte[] answered(byte[] question, int code) {
        InnerPacket.Datagram asked = datagram(question);
        return InnerPacket.udp(
                asked.destination(), 53, asked.source(), asked.sourcePort(), message(asked.data(), code));
    }

    private static byte[] message(byte[] question, int code) {
        byte[] message = question.clone();
        message[2] = (byte) 0x81;
        message[3] = (byte) (0x80 | code);
        return message;
    }

    private List<Long> millis(InetAddress server) {
        List<Long> times = new ArrayList<>();
        int before = 0;
        for (long at = 0; at < 3_000 && before < 9; at++) {
            int count = questions(server).size();
            for (; before < count; before++) {
                times.add((now - began) / MILLI);
            }
            advance(MILLI);
        }
        return times;
    }

    @Test
    void beforeStart_asksNobody_N2() {
        on(new LearningEvent.Opened(Told.CLIENT, null, List.of(FIRST)));
        advance(60 * SECOND_NANOS);
        assertThat(sent).isEmpty();
        assertThat(machine.namesPort()).isZero();
    }

    @Test
    void unused_asksNobody() {
        start(Names.UNUSED, "", 0, FIRST);
        advance(60 * SECOND_NANOS);
        assertThat(questions(FIRST)).isEmpty();
        assertThat(machine.known().names()).isEmpty();
    }

    @Test
    void given_areAskedInsteadOfThoseThatAreTold_whereThereIsAnAddress() {
        InetAddress ours = InetAddress.ofLiteral("10.9.0.99");
        InetAddress six = InetAddress.ofLiteral("fd00:9::99");
        on(new LearningEvent.Opened(Told.CLIENT, 0x0102_0304_0506_0708L, List.of(FIRST, SECOND)));
        on(new LearningEvent.Start(new LearningRequest(false, Names.ASKED, "", List.of(ours, six), null), PATIENCE, 0));
        assertThat(questions(ours)).hasSize(1);
        assertThat(questions(FIRST)).isEmpty();
        assertThat(questions(six)).as("without an address").isEmpty();
        hear(Told.advertised(1800, Told.prefix(7200, 3600)));
        assertThat(questions(six)).hasSize(1);
        hear(answered(questions(ours).getFirst(), 0));
        hear(answered(questions(six).getFirst(), 0));
        assertThat(machine.known().names()).extracting(NameServer::address).containsExactly(ours, six);
        assertThat(standings()).isEqualTo("answering answering");
        advance(60 * SECOND_NANOS);
        assertThat(questions(FIRST)).isEmpty();
        assertThat(questions(SECOND)).isEmpty();
    }

    @Test
    void givenAddress_isOurs_insteadOfThoseAdvertised_whereIPv6IsOpen() {
        Inet6Address ours = (Inet6Address) InetAddress.ofLiteral("2001:db8::7");
        InetAddress six = InetAddress.ofLiteral("2001:db8::53");
        LearningRequest wanted = new LearningRequest(false, Names.ASKED, "", List.of(six), ours);
        on(new LearningEvent.Opened(Told.CLIENT, 0x0102_0304_0506_0708L, List.of(FIRST)));
        on(new LearningEvent.Start(wanted, PATIENCE, 0));
        assertThat(machine.known().addresses()).containsExactly(ours);
        assertThat(datagram(questions(six).getFirst()).source()).isEqualTo(ours);
        hear(Told.advertised(1800, Told.prefix(7200, 3600)));
        assertThat(machine.known().addresses()).containsExactly(ours);
        assertThat(machine.known().router()).isTrue();
    }

    @Test
    void givenAddress_withoutIPv6_isNobodys() {
        Inet6Address ours = (Inet6Address) InetAddress.ofLiteral("2001:db8::7");
        on(new LearningEvent.Opened(Told.CLIENT, null, List.of(FIRST)));
        on(new LearningEvent.Start(new LearningRequest(false, Names.ASKED, "", List.of(), ours), PATIENCE, 0));
        assertThat(machine.known().addresses()).isEmpty();
    }

    @Test
    void start_asksEachFromOurAddressAndOnePort() {
        start(FIRST, SECOND);
        InnerPacket.Datagram one = datagram(questions(FIRST).getFirst());
        InnerPacket.Datagram other = datagram(questions(SECOND).getFirst());
        assertThat(one.source()).isEqualTo(Told.CLIENT);
        assertThat(one.destinationPort()).isEqualTo(53);
        assertThat(one.sourcePort()).isEqualTo(other.sourcePort()).isEqualTo(machine.namesPort());
        assertThat(one.sourcePort()).isBetween(61_000, 65_535);
        assertThat(one.data()).hasSize(17);
        assertThat(InnerPacket.u16(one.data(), 0)).isNotEqualTo(InnerPacket.u16(other.data(), 0));
    }

    @Test
    void bothAnswer_isSettledAtOnce_andNobodyIsAskedAgain() {
        start(FIRST, SECOND);
        advance(20 * MILLI);
        hear(answered(questions(SECOND).getFirst(), 0));
        hear(answered(questions(FIRST).getFirst(), 5));
        assertThat(told).containsExactly("asked asked", "asked answering", "answering answering", "settled");
        assertThat(machine.namesPort()).isZero();
        assertThat(wake).isEqualTo(Step.NEVER);
        advance(600 * SECOND_NANOS);
        assertThat(questions(FIRST)).hasSize(1);
    }

    @Test
    void allSilent_dialGoesOnAfterThePatience_theyAreGivenUpLaterAndAskedNowAndThen() {
        start(FIRST, SECOND);
        advance(PATIENCE);
        assertThat(told).containsExactly("asked asked", "settled");
        advance(SECOND_NANOS);
        assertThat(told).containsExactly("asked asked", "settled", "silent silent");
        assertThat(questions(FIRST)).hasSize(3);
        advance(5 * SECOND_NANOS);
        assertThat(machine.namesPort()).as("nobody listens any more").isZero();
        advance(3_600 * SECOND_NANOS);
        // 15 s, 30 s, 1 min, 2 min, 4 min, then each 5 min
        assertThat(questions(FIRST)).hasSizeBetween(3 + 14, 3 + 17);
        assertThat(told).hasSize(3);
    }

    @Test
    void silent_isAskedThreeTimes_atPausesThatDouble_byTheRoundTrip() {
        start(Names.ASKED, "", 0, FIRST);
        assertThat(millis(FIRST)).containsExactly(0L, 150L, 450L);
        assertThat(standings()).isEqualTo("silent");
    }

    @Test
    void silentFarAway_isGivenUpInLessThanThreeSeconds() {
        start(Names.ASKED, "", 2 * SECOND_NANOS, FIRST);
        assertThat(millis(FIRST)).containsExactly(0L, 400L, 1_200L);
        assertThat(standings()).isEqualTo("silent");
    }

    @Test
    void required_firstSilent_goesOnWithTheSecond() {
        start(Names.REQUIRED, "", 0, FIRST, SECOND);
        dhcpIsOver("");
        advance(PATIENCE + 10 * MILLI);
        assertThat(told).containsExactly("asked asked");
        hear(answered(questions(SECOND).getFirst(), 0));
        assertThat(told).containsExactly("asked asked", "asked answering", "settled");
    }

    @Test
    void required_allSilent_isSettledWhenTheyAreGivenUp() {
        start(Names.REQUIRED, "", 0, FIRST, SECOND);
        advance(1_049 * MILLI);
        assertThat(told).containsExactly("asked asked");
        advance(MILLI);
        assertThat(told).containsExactly("asked asked", "silent silent", "settled");
    }

    @Test
    void required_nobodyTold_isSettledAfterThePatience() {
        start(Names.REQUIRED, "", 0);
        advance(PATIENCE);
        assertThat(told).containsExactly("settled");
        assertThat(machine.known().names()).isEmpty();
    }

    /// SECURITY: a network cannot hold up a dial by telling one server after the other.
    @Test
    void required_everOtherServersTold_isSettledInTime() {
        on(new LearningEvent.Opened(null, 0x0102_0304_0506_0708L, List.of()));
        on(new LearningEvent.Start(new LearningRequest(false, Names.REQUIRED, ""), PATIENCE, 0));
        for (int i = 0; i < 30 && !told.contains("settled"); i++) {
            hear(Told.advertised(
                    1800,
                    Told.prefix(7200, 3600) + "19 03 0000 00000001 fd000009 00000000 00000000 0000%04x".formatted(i)));
            advance(200 * MILLI);
        }
        assertThat(told).contains("settled");
        assertThat(now - began).isLessThanOrEqualTo(3 * SECOND_NANOS);
    }

    @Test
    void servfail_isAskedAgain_andFailingInTheEnd() {
        start(Names.REQUIRED, "", 0, FIRST);
        hear(answered(questions(FIRST).getFirst(), 2));
        advance(1_049 * MILLI);
        assertThat(told).containsExactly("asked");
        assertThat(questions(FIRST)).hasSize(3);
        advance(MILLI);
        assertThat(told).containsExactly("asked", "failing", "settled");
    }

    @Test
    void servfail_thenAnAnswer_answers() {
        start(FIRST);
        hear(answered(questions(FIRST).getFirst(), 2));
        advance(200 * MILLI);
        hear(answered(questions(FIRST).getLast(), 3));
        assertThat(standings()).isEqualTo("answering");
    }

    @Test
    void lateAnswer_counts_evenToTheFirstQuestion() {
        start(FIRST);
        advance(2 * SECOND_NANOS);
        assertThat(standings()).isEqualTo("silent");
        hear(answered(questions(FIRST).getFirst(), 0));
        // a change is told a second after the one before, at the soonest
        advance(SECOND_NANOS);
        assertThat(told).containsExactly("asked", "settled", "silent", "answering");
        assertThat(wake).isEqualTo(Step.NEVER);
    }

    @Test
    void answerAfterNobodyListens_countsNoMore_butOneToTheNextQuestionDoes() {
        start(FIRST);
        advance(10 * SECOND_NANOS);
        hear(answered(questions(FIRST).getFirst(), 0));
        assertThat(standings()).isEqualTo("silent");
        advance(7 * SECOND_NANOS);
        assertThat(questions(FIRST)).hasSize(4);
        assertThat(machine.namesPort()).isPositive();
        hear(answered(questions(FIRST).getLast(), 0));
        assertThat(standings()).isEqualTo("answering");
        assertThat(machine.namesPort()).isZero();
    }

    /// SECURITY: who did not see the question cannot answer it.
    @Test
    void whatIsNoAnswerToIt_isIgnored() {
        start(FIRST);
        byte[] question = questions(FIRST).getFirst();
        InnerPacket.Datagram asked = datagram(question);
        int port = asked.sourcePort();
        byte[] right = message(asked.data(), 0);
        byte[] otherId = right.clone();
        otherId[1] ^= 1;
        byte[] otherQuestion = right.clone();
        otherQuestion[14] = 6;
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port, otherId));
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port, otherQuestion));
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port, asked.data()));
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port, new byte[40]));
        hear(InnerPacket.udp(SECOND, 53, Told.CLIENT, port, right));
        hear(InnerPacket.udp(FIRST, 5353, Told.CLIENT, port, right));
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port - 1, right));
        hear(InnerPacket.udp(FIRST, 53, Told.SERVER, port, right));
        hear(new byte[0]);
        assertThat(told).containsExactly("asked");
        hear(InnerPacket.udp(FIRST, 53, Told.CLIENT, port, right));
        assertThat(standings()).isEqualTo("answering");
    }

    @Test
    void serverToldLateByDhcp_isAskedThen_forTheDomainThatCameWithIt() {
        start(Names.ASKED, "", 0);
        assertThat(sent).hasSize(1);
        advance(20 * MILLI);
        dhcpIsOver("06 04 0a090035 0f 04 636f7270");
        assertThat(told).containsExactly("asked");
        assertThat(datagram(questions(FIRST).getFirst()).data()).endsWith(Told.hex("04 636f7270 00 0006 0001"));
        hear(answered(questions(FIRST).getFirst(), 0));
        assertThat(told).containsExactly("asked", "answering", "settled");
    }

    @Test
    void entrysDomain_isAskedFor() {
        start(Names.ASKED, "corp.example", 0, FIRST);
        assertThat(datagram(questions(FIRST).getFirst()).data())
                .endsWith(Told.hex("04 636f7270 07 6578616d706c65 00 0006 0001"));
    }

    @Test
    void noHostName_isAskedForAsTheRoot() {
        start(Names.ASKED, "a..b", 0, FIRST);
        assertThat(datagram(questions(FIRST).getFirst()).data()).endsWith(Told.hex("00 0002 0001"));
    }

    @Test
    void ipv6ServerOfARouter_isAskedFromTheAddressOfItsPrefix() {
        on(new LearningEvent.Opened(null, 0x0102_0304_0506_0708L, List.of()));
        on(new LearningEvent.Start(new LearningRequest(false, Names.ASKED, ""), PATIENCE, 0));
        hear(Told.advertised(
                1800, Told.prefix(7200, 3600) + "19 03 0000 00000258 fd000009 00000000 00000000 00000053"));
        InnerPacket.Datagram asked = datagram(sent.getLast());
        assertThat(asked.destination()).isEqualTo(InetAddress.ofLiteral("fd00:9::53"));
        assertThat(asked.source()).isEqualTo(InetAddress.ofLiteral("fd00:9::102:304:506:708"));
        hear(answered(sent.getLast(), 0));
        assertThat(told).containsExactly("asked", "answering", "settled");
        // the router takes it back, and with it what is known of it
        advance(600 * SECOND_NANOS);
        assertThat(machine.known().names()).isEmpty();
    }

    @Test
    void manyServers_onlyEightAreAsked() {
        Inet4Address[] many = new Inet4Address[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = Inet4Address.ofLiteral("10.9.1." + i);
        }
        start(Names.ASKED, "", 0, many);
        assertThat(machine.known().names()).hasSize(8);
        assertThat(sent).hasSize(1 + 8);
    }
}
