package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The link establishment phase, the peer by hand.
class PppSessionLcpTest {
    private static final String MSCHAPV2 = "0305c22381";
    private static final String EAP = "0304c227";

    private static Dial dial() {
        return new Dial(Dial.config(AuthMethod.MSCHAPV2, AuthMethod.PAP));
    }

    @Test
    void start_lowerUp_asksForMruAndMagic() {
        List<String> sent = dial().up().sent();
        assertThat(sent).hasSize(1);
        // Configure-Request, 14 bytes, MRU 1400, magic number
        assertThat(sent.get(0))
                .startsWith("c021" + "0101000e" + "01040578" + "0506")
                .hasSize(32);
    }

    @Test
    void reqSent_silence_tenRequestsThen721() {
        Dial dial = dial().up().pass(29 * Dial.SECOND);
        assertThat(dial.sent()).hasSize(10);
        assertThat(dial.error()).isZero();
        PppAction failed = dial.pass(Dial.SECOND).said().get(0);
        assertThat(((PppAction.Failed) failed).failure().error()).isEqualTo(721);
        assertThat(((PppAction.Failed) failed).failure().retryable()).isTrue();
        assertThat(dial.pass(100 * Dial.SECOND).sent()).isEmpty();
    }

    @Test
    void reqSent_onlyRequestsOfThePeer_732() {
        Dial dial = dial().up().get("c021 01 01 0004").pass(40 * Dial.SECOND);
        assertThat(dial.error()).isEqualTo(732);
    }

    @Test
    void ackRcvd_peerNeverAcceptable_732WithinAMinute() {
        // acknowledges each request of ours, sends none of its own
        Dial dial = dial().up();
        for (int i = 0; i < 40; i++) {
            if (dial.lastRequest("c021") != null) {
                dial.ackLast("c021").sent();
            }
            dial.pass(2 * Dial.SECOND);
        }
        assertThat(dial.error()).isEqualTo(732);
    }

    @Test
    void reqSent_softEthersEap_isNakedWithOurBestAndThenOpens() {
        Dial dial = dial().up();
        dial.sent();
        // its request and, before LCP is open, its echo: an answer would cost it 300 ms (RFC 1661 §4.1 drops it too)
        dial.get("ff03 c021 01 00 0008" + EAP);
        assertThat(dial.sent()).containsExactly("c021" + "03000009" + MSCHAPV2);
        dial.get("ff03 c021 09 01 000c 00000000 41686f00");
        assertThat(dial.sent()).isEmpty();
        // it rejects the magic number
        Dial fresh = dial().up();
        String magic = fresh.lastRequest("c021").substring(20);
        fresh.get("ff03 c021 04 01 000a" + magic);
        assertThat(fresh.lastRequest("c021")).isEqualTo("c021" + "01020008" + "01040578");
        fresh.ackLast("c021").get("ff03 c021 01 02 0009" + MSCHAPV2);
        assertThat(fresh.said())
                .containsExactly(new PppAction.LcpOpened(new LcpResult(1500, 1400, AuthMethod.MSCHAPV2)));
    }

    @Test
    void reqSent_optionsOfAllKinds_rejectBeforeNakBeforeAckInThePeersOrder() {
        Dial dial = dial().up();
        dial.sent();
        String quality = "0404c025";
        String callback = "0d0306";
        dial.get("c021 01 05 001b" + callback + "010405dc" + EAP + "0702" + quality + "0206000a0000");
        assertThat(dial.sent()).containsExactly("c021" + "0405000b" + callback + quality);
        dial.get("c021 01 06 0014 010405dc" + EAP + "0702" + "0206000a0000");
        assertThat(dial.sent()).containsExactly("c021" + "03060009" + MSCHAPV2);
        dial.get("c021 01 07 0015 010405dc" + MSCHAPV2 + "0702" + "0206000a0000");
        assertThat(dial.sent()).containsExactly("c021" + "02070015" + "010405dc" + MSCHAPV2 + "0702" + "0206000a0000");
    }

    @ParameterizedTest
    @CsvSource({"0304c227, 918, eap", "0305c22305, 919, chap-md5", "0305c22380, 918, 0xc22380"})
    void reqSent_peerInsistsOnAnotherMethod_fiveNaksOneRejectThenFails(String demand, int error, String word) {
        Dial dial = dial().up().ackLast("c021");
        dial.sent();
        int length = 4 + demand.length() / 2;
        String kinds = "";
        for (int i = 1; i < 7; i++) {
            kinds += dial.get("c021 01 %02x %04x %s".formatted(i, length, demand))
                    .sent()
                    .get(0)
                    .substring(5, 6);
        }
        assertThat(kinds).isEqualTo("333334");
        assertThat(dial.get("c021 05 07 0006 6e6f").said())
                .filteredOn(PppAction.Failed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(PppAction.Failed.class, failed -> {
                    assertThat(failed.failure().error()).isEqualTo(error);
                    assertThat(failed.failure().peerCode()).isEqualTo("authentication " + word);
                });
    }

    @Test
    void opened_peerTookItsDemandBackAndTerminates_919NotMerelyTerminated() {
        Dial dial = dial().up().ackLast("c021");
        dial.get("c021 01 01 0009 0305c22305").get("c021 01 02 0004").sent();
        assertThat(dial.get("c021 05 07 0006 6e6f").error()).isEqualTo(919);
    }

    @Test
    void opened_peerAgreedToAnotherMethodAndTerminates_734() {
        Dial dial = dial().up().ackLast("c021");
        dial.get("c021 01 01 0009 0305c22305").get("c021 01 02 0009" + MSCHAPV2).sent();
        assertThat(dial.get("c021 05 07 0006 6e6f").error()).isEqualTo(734);
    }

    @Test
    void reqSent_ourMagicComesBackThreeTimes_737() {
        Dial dial = dial().up();
        for (int i = 0; i < 3; i++) {
            for (String frame : dial.sent()) {
                dial.get(frame);
            }
        }
        dial.sent().forEach(dial::get);
        dial.sent().forEach(dial::get);
        assertThat(dial.error()).isEqualTo(737);
    }

    @Test
    void reqSent_peersFirstRequestLate_oursIsSentAgainAtOnceAndOnlyOnce() {
        Dial dial = dial().up().pass(1500 * Dial.MILLI);
        String request = dial.sent().get(0);
        dial.get("c021 01 01 0004");
        assertThat(dial.sent()).containsExactly("c021" + "02010004", request);
        dial.get("c021 01 01 0004");
        assertThat(dial.sent()).containsExactly("c021" + "02010004");
    }

    @Test
    void reqSent_peersFirstRequestSoon_oursIsSentAgainOnlyIfNoAnswerComes() {
        Dial answered = dial().up().pass(20 * Dial.MILLI).get("c021 01 01 0004");
        answered.pass(20 * Dial.MILLI).ackLast("c021");
        assertThat(answered.pass(Dial.SECOND).sent()).hasSize(2);

        Dial lost = dial().up().pass(20 * Dial.MILLI).get("c021 01 01 0004");
        assertThat(lost.pass(179 * Dial.MILLI).sent()).hasSize(2);
        assertThat(lost.pass(2 * Dial.MILLI).sent()).hasSize(1);
    }

    @Test
    void reqSent_slowCarrier_anAnswerUnderWayIsWaitedForLonger() {
        Dial far = dial().on(new PppEvent.RoundTrip(600 * Dial.MILLI)).up();
        far.pass(20 * Dial.MILLI).get("c021 01 01 0004");
        assertThat(far.pass(1170 * Dial.MILLI).sent())
                .as("its request, and the Ack of the peer's")
                .hasSize(2);
        assertThat(far.pass(20 * Dial.MILLI).sent()).hasSize(1);
    }

    @Test
    void reqSent_peerTerminates_734WithItsWords() {
        PppAction failed =
                dial().up().get("c021 05 09 000a 67 6f 20 61 77 61").said().get(0);
        assertThat(((PppAction.Failed) failed).failure().error()).isEqualTo(734);
        assertThat(((PppAction.Failed) failed).failure().peerText()).isEqualTo("go awa");
    }

    @Test
    void opened_unknownProtocol_isRejectedWithFreshIdentifiers() {
        Dial dial = dial().lcpOpen("");
        dial.sent();
        dial.get("80fd 01 01 0004").get("c227 01 01 0005 01");
        List<String> rejects = dial.sent();
        assertThat(rejects.get(0)).startsWith("c02108").endsWith("000a" + "80fd" + "01010004");
        assertThat(rejects.get(1)).startsWith("c02108").endsWith("000b" + "c227" + "0101000501");
        assertThat(rejects.get(0).substring(6, 8)).isNotEqualTo(rejects.get(1).substring(6, 8));
    }

    @Test
    void reqSent_unknownProtocol_isDropped() {
        Dial dial = dial().up();
        dial.sent();
        assertThat(dial.get("80fd 01 01 0004").sent()).isEmpty();
    }

    @Test
    void opened_unknownCode_isCodeRejected() {
        Dial dial = dial().lcpOpen("");
        dial.sent();
        assertThat(dial.get("c021 0c 33 0006 abcd").sent().get(0))
                .startsWith("c02107")
                .endsWith("000a" + "0c330006abcd");
    }

    @Test
    void opened_repeatedAck_isIgnored() {
        Dial dial = dial().up();
        String request = dial.lastRequest("c021");
        dial.ackLast("c021").get("c021 01 10 0004");
        dial.said();
        dial.sent();
        dial.get("c021 02" + request.substring(6));
        assertThat(dial.sent()).isEmpty();
    }

    @Test
    void opened_echoRequest_isAnsweredWithOurMagic() {
        Dial dial = dial().up();
        String magic = dial.lastRequest("c021").substring(24);
        dial.ackLast("c021").get("c021 01 10 0004");
        dial.sent();
        assertThat(dial.get("c021 09 44 0009 01020304 55").sent()).containsExactly("c021" + "0a440009" + magic + "55");
    }

    @Test
    void opened_lcpIsRenegotiated_phasesAreWalkedAgainWithoutNewEvents() {
        Dial dial = dial().networkOpened();
        assertThat(dial.said()).hasSize(3);
        dial.sent();
        dial.get("c021 01 11 0004").ackLast("c021");
        assertThat(dial.lastRequest("8021")).isNotNull();
        dial.ackLast("8021").get("8021 01 21 000a 0306 0a000002");
        assertThat(dial.said()).singleElement().isInstanceOf(PppAction.NetworkChanged.class);
    }

    @Test
    void close_inEveryPhase_oneTerminateRequestAndAtMostASecond() {
        for (int phase = 0; phase < 5; phase++) {
            Dial dial = new Dial(Dial.config(AuthMethod.MSCHAPV2));
            switch (phase) {
                case 0 -> dial.up();
                case 1 -> dial.lcpOpen(MSCHAPV2);
                case 2 -> dial.lcpOpen(MSCHAPV2).on(new PppEvent.StartAuthentication());
                case 3 -> dial.networkStarted();
                default -> dial.networkOpened();
            }
            dial.sent();
            dial.said();
            dial.on(new PppEvent.Close()).on(new PppEvent.Close());
            assertThat(dial.sent()).singleElement().asString().startsWith("c02105");
            assertThat(dial.pass(999 * Dial.MILLI).said()).isEmpty();
            assertThat(dial.pass(2 * Dial.MILLI).said()).containsExactly(new PppAction.Terminated());
            assertThat(dial.pass(100 * Dial.SECOND).sent()).isEmpty();
        }
    }

    @Test
    void close_terminateAck_endsAtOnce() {
        Dial dial = dial().networkOpened();
        dial.said();
        assertThat(dial.on(new PppEvent.Close()).get("c021 06 02 0004").said())
                .containsExactly(new PppAction.Terminated());
    }

    @Test
    void close_beforeLowerUpOrAfterLowerDown_endsAtOnce() {
        assertThat(dial().on(new PppEvent.Close()).said()).containsExactly(new PppAction.Terminated());
        Dial dial = dial().networkOpened().on(new PppEvent.LowerDown());
        dial.said();
        dial.sent();
        assertThat(dial.on(new PppEvent.Close()).said()).containsExactly(new PppAction.Terminated());
        assertThat(dial.pass(100 * Dial.SECOND).sent()).isEmpty();
    }

    @Test
    void closing_lowerDown_ends() {
        Dial dial = dial().up().on(new PppEvent.Close()).on(new PppEvent.LowerDown());
        assertThat(dial.said()).containsExactly(new PppAction.Terminated());
    }

    @Test
    void networkOpened_peerTerminates_629AndCloseIsImmediate() {
        Dial dial = dial().networkOpened();
        dial.said();
        dial.sent();
        dial.get("c021 05 30 0007 627965");
        assertThat(dial.sent()).containsExactly("c021" + "06300004");
        PppAction.PeerTerminated gone = (PppAction.PeerTerminated) dial.said().get(0);
        assertThat(gone.failure().error()).isEqualTo(629);
        assertThat(gone.failure().peerText()).isEqualTo("bye");
        assertThat(dial.on(new PppEvent.Close()).said()).containsExactly(new PppAction.Terminated());
    }

    @Test
    void networkOpened_echoesUnanswered_829AfterThreeMisses() {
        Dial dial = new Dial(Dial.config(false, 10 * Dial.SECOND, true, false, AuthMethod.PAP)).networkOpened();
        dial.sent();
        dial.said();
        dial.pass(39 * Dial.SECOND);
        assertThat(dial.sent()).hasSize(3).allMatch(frame -> frame.startsWith("c02109"));
        assertThat(dial.pass(2 * Dial.SECOND).error()).isEqualTo(829);
    }

    @Test
    void networkOpened_dataToldOfLate_countsFromWhenItCame() {
        Dial dial = new Dial(Dial.config(false, 10 * Dial.SECOND, true, false, AuthMethod.PAP)).networkOpened();
        dial.said();
        long came = dial.now + Dial.SECOND;
        dial.pass(9 * Dial.SECOND).on(new PppEvent.Heard(came));
        assertThat(dial.pass(31 * Dial.SECOND).said()).isEmpty();
        assertThat(dial.pass(Dial.SECOND).error()).isEqualTo(829);
    }

    @Test
    void networkOpened_peerBeginsAnewAndFallsSilent_829InTheSameTimeWithoutEchoes() {
        Dial dial = new Dial(Dial.config(false, 2 * Dial.SECOND, true, false, AuthMethod.PAP)).networkOpened();
        dial.said();
        dial.get("c021 01 55 0004");
        dial.sent();
        assertThat(dial.pass(7_999 * Dial.MILLI).said()).isEmpty();
        assertThat(dial.sent()).noneMatch(frame -> frame.startsWith("c02109"));
        assertThat(dial.pass(Dial.MILLI).error()).isEqualTo(829);
    }

    @Test
    void networkOpened_dataOfThePeer_countsAsLife() {
        Dial dial = new Dial(Dial.config(false, 10 * Dial.SECOND, true, false, AuthMethod.PAP)).networkOpened();
        dial.sent();
        for (int i = 0; i < 20; i++) {
            dial.pass(9 * Dial.SECOND).on(new PppEvent.Heard(dial.now));
        }
        assertThat(dial.sent()).isEmpty();
        dial.pass(25 * Dial.SECOND).get("c021 0a 81 0008 00000000").pass(39 * Dial.SECOND);
        assertThat(dial.error()).isZero();
    }
}
