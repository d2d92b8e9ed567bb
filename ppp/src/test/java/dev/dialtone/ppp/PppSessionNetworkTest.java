package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The network phase, the peer by hand.
class PppSessionNetworkTest {
    /// Its Echo-Request with the words it always sends.
    private static final String SOFTETHER_ECHO = "c021 09 01 0018 00000000 41686f2042616b61204d616e756b6500";

    private static Dial started() {
        Dial dial = new Dial(Dial.config(AuthMethod.PAP)).networkStarted();
        dial.said();
        return dial;
    }

    private static Dial startedWithIpv6() {
        Dial dial = new Dial(Dial.config(false, 0, true, true, AuthMethod.PAP)).networkStarted();
        dial.said();
        return dial;
    }

    private static Dial startedIpv6Only() {
        Dial dial = new Dial(Dial.config(false, 0, false, true, AuthMethod.PAP)).networkStarted();
        dial.said();
        return dial;
    }

    private static Dial ipcpOpen(Dial dial) {
        String request = dial.lastRequest("8021");
        dial.get("8021 03" + request.substring(6, 8) + "000a 0306 0a00004d");
        return dial.ackLast("8021").get("8021 01 20 000a 0306 0a000001");
    }

    private static NetworkResult opened(Dial dial) {
        return ((PppAction.NetworkOpened) dial.said().get(0)).result();
    }

    @Test
    void start_asksForAddressAndNameServers() {
        Dial dial = started();
        assertThat(dial.lastRequest("8021"))
                .isEqualTo("8021" + "01010022" + "030600000000" + "810600000000" + "820600000000" + "830600000000"
                        + "840600000000");
    }

    @Test
    void authenticated_earlyIpcp_isKeptUntilStartNetwork() {
        Dial dial = new Dial(Dial.config(AuthMethod.PAP)).lcpOpen("").get("8021 01 20 000a 0306 0a000001");
        dial.on(new PppEvent.StartAuthentication());
        dial.sent();
        assertThat(dial.pass(50 * Dial.SECOND).sent()).isEmpty();
        dial.on(new PppEvent.StartNetwork());
        assertThat(dial.sent()).hasSize(2).last().asString().startsWith("8021" + "0220");
    }

    @Test
    void ipcp_softEthersDialogue_opensInSpiteOfLateAnswers() {
        Dial dial = started();
        String first = dial.lastRequest("8021").substring(6, 8);
        // Configure-Reject of what DHCP did not give, then the values
        dial.get("8021 04" + first + "0016 820600000000 830600000000 840600000000");
        String second = dial.lastRequest("8021");
        assertThat(second).endsWith("0010" + "030600000000" + "810600000000");
        dial.get("8021 03" + second.substring(6, 8) + "0010 0306 0a4d6564 8106 0a4d6501");
        // the parked copy of the first request is answered now: an old identifier
        dial.get("8021 04" + first + "0016 820600000000 830600000000 840600000000");
        dial.ackLast("8021").get("8021 01 03 000a 0306 0a4d6501");
        NetworkResult.Ipv4 ipv4 = opened(dial).ipv4();
        assertThat(ipv4)
                .isEqualTo(new NetworkResult.Ipv4(
                        TwoEnds.ip("10.77.101.100"),
                        TwoEnds.ip("10.77.101.1"),
                        List.of(TwoEnds.ip("10.77.101.1")),
                        List.of()));
    }

    @Test
    void ipcp_obsoleteAddressesAndVj_areRejected() {
        Dial dial = started();
        dial.sent();
        dial.get("8021 01 20 001a 010a 0a0000010a000002 0206 002d0f01 0306 0a000001");
        assertThat(dial.sent()).containsExactly("8021" + "04200014" + "010a0a0000010a000002" + "0206002d0f01");
    }

    @Test
    void ipcp_peerWithoutAddress_isFine() {
        Dial dial = started();
        dial.get("8021 03" + dial.lastRequest("8021").substring(6, 8) + "000a 0306 0a00004d");
        dial.ackLast("8021").get("8021 01 20 0004");
        assertThat(opened(dial).ipv4().peer()).isNull();
    }

    @Test
    void ipcp_peerAcksNoAddress_738() {
        Dial dial = started().ackLast("8021").get("8021 01 20 000a 0306 0a000001");
        assertThat(dial.error()).isEqualTo(738);
    }

    @Test
    void ipcp_protocolReject_733() {
        assertThat(started().get("c021 08 01 000a 8021 01010004").error()).isEqualTo(733);
    }

    @Test
    void ipcp_peerTerminatesIt_736() {
        assertThat(started().get("8021 05 01 0006 6e6f").error()).isEqualTo(736);
    }

    @Test
    void ipv6_neverHoldsIpv4Up_andComesLater() {
        Dial dial = startedWithIpv6();
        assertThat(opened(ipcpOpen(dial)).ipv6()).isNull();
        dial.ackLast("8057").get("8057 01 05 000e 010a 0000000000000001");
        NetworkResult changed = ((PppAction.NetworkChanged) dial.said().get(0)).result();
        assertThat(changed.ipv6().peerIdentifier()).isEqualTo(1);
        assertThat(changed.ipv4()).isNotNull();
    }

    @Test
    void ipv6cp_waitsForIpv4OrForThePeerToBegin() {
        Dial dial = startedWithIpv6();
        assertThat(dial.lastRequest("8057")).isNull();
        assertThat(ipcpOpen(dial).lastRequest("8057")).isNotNull();
        assertThat(startedWithIpv6()
                        .get("8057 01 05 000e 010a 0000000000000001")
                        .lastRequest("8057"))
                .isNotNull();
    }

    @Test
    void ipv6cp_softEther_isSpared() {
        Dial dial = startedWithIpv6();
        dial.get(SOFTETHER_ECHO);
        NetworkResult result = opened(ipcpOpen(dial));
        assertThat(dial.lastRequest("8057")).isNull();
        assertThat(result.ipv6Failure().error()).isEqualTo(731);
    }

    @Test
    void ipcp_softEtherAnswersAnEcho_theNextGoesOutAtOnceUntilNoneIsOpen() {
        Dial dial = new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted();
        dial.get(SOFTETHER_ECHO).pass(Dial.SECOND / 8);
        assertThat(dial.sent()).filteredOn(frame -> frame.startsWith("c02109")).hasSize(2);
        dial.get("c021 0a 81 0008 00000000");
        assertThat(dial.sent()).singleElement().asString().startsWith("c02109");
        // a peer that does not queue is left alone
        Dial other = new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted();
        other.pass(Dial.SECOND / 8).sent();
        assertThat(other.get("c021 0a 81 0008 00000000").sent()).isEmpty();
    }

    @Test
    void closing_softEtherStillAnswersEchoes_isWokenForTheTerminateRequest() {
        Dial dial = ipcpOpen(new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted());
        dial.get(SOFTETHER_ECHO)
                .on(new PppEvent.DataSent())
                .pass(30 * Dial.MILLI)
                .sent();
        dial.on(new PppEvent.Close());
        assertThat(dial.sent()).singleElement().asString().startsWith("c02105");
        assertThat(dial.get("c021 0a 81 0008 00000000").sent())
                .singleElement()
                .asString()
                .startsWith("c02109");
    }

    @Test
    void closing_softEtherSleeps_theTerminateRequestIsPushed() {
        Dial dial = ipcpOpen(new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted());
        dial.get(SOFTETHER_ECHO).sent();
        dial.on(new PppEvent.Close()).sent();
        assertThat(dial.pass(6 * Dial.MILLI).sent()).singleElement().asString().startsWith("c02109");
        dial.get("c021 06 02 0004").sent();
        assertThat(dial.pass(Dial.SECOND).sent()).isEmpty();
    }

    @Test
    void networkOpened_softEther_eachBurstIsPushedUntilItIsThrough() {
        Dial dial = new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted();
        dial.get("c021 09 01 0018 00000000 41686f2042616b61204d616e756b6500");
        ipcpOpen(dial).sent();
        assertThat(dial.pass(5 * Dial.SECOND).sent())
                .as("silence needs no push")
                .isEmpty();
        dial.on(new PppEvent.DataSent());
        assertThat(dial.pass(4 * Dial.MILLI).sent()).isEmpty();
        dial.on(new PppEvent.DataSent());
        assertThat(dial.pass(4 * Dial.MILLI).sent()).as("the burst goes on").isEmpty();
        assertThat(dial.pass(2 * Dial.MILLI).sent()).singleElement().asString().startsWith("c02109");
        // its queue holds two more: nothing is answered
        assertThat(dial.pass(41 * Dial.MILLI).sent()).hasSize(2);
        assertThat(dial.get("c021 0a 81 0008 00000000").sent()).as("through").isEmpty();
        assertThat(dial.pass(5 * Dial.SECOND).sent()).isEmpty();
    }

    @Test
    void networkOpened_softEther_pushesAreBounded() {
        Dial dial = new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted();
        dial.get("c021 09 01 0018 00000000 41686f2042616b61204d616e756b6500");
        ipcpOpen(dial).sent();
        dial.on(new PppEvent.DataSent());
        assertThat(dial.pass(10 * Dial.SECOND).sent()).hasSize(16);
    }

    @Test
    void networkOpened_otherPeers_areNotPushed() {
        Dial dial = ipcpOpen(new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted());
        dial.sent();
        assertThat(dial.pass(5 * Dial.SECOND).sent()).isEmpty();
    }

    @Test
    void ipv6_rejected_isOnlyRecorded() {
        Dial dial = startedWithIpv6().get("c021 08 01 0006 8057");
        NetworkResult result = opened(ipcpOpen(dial));
        assertThat(result.ipv6()).isNull();
        assertThat(result.ipv6Failure().error()).isEqualTo(733);
    }

    @Test
    void ipv4_rejected_failsAlthoughIpv6MightOpen() {
        assertThat(startedWithIpv6().get("c021 08 01 0006 8021").error()).isEqualTo(733);
    }

    @Test
    void ipv6Only_opensWithoutIpcpWhichIsRejected() {
        Dial dial = new Dial(Dial.config(false, 0, false, true, AuthMethod.PAP)).networkStarted();
        dial.said();
        dial.sent();
        assertThat(dial.get("8021 01 20 000a 0306 0a000001").sent())
                .singleElement()
                .asString()
                .startsWith("c02108");
        Dial open = new Dial(Dial.config(false, 0, false, true, AuthMethod.PAP)).networkStarted();
        open.said();
        open.ackLast("8057").get("8057 01 05 000e 010a 0000000000000001");
        assertThat(opened(open).ipv4Failure()).isNull();
    }

    @Test
    void ipv6cp_zeroIdentifierOrOurs_isNakedWithAnother() {
        Dial dial = startedIpv6Only();
        String ours = dial.lastRequest("8057").substring(16);
        dial.sent();
        dial.get("8057 01 05 000e 010a 0000000000000000");
        assertThat(dial.sent())
                .singleElement()
                .asString()
                .startsWith("8057" + "0305000e" + "010a")
                .doesNotEndWith(ours);
        dial.get("8057 01 06 000e 010a" + ours);
        assertThat(dial.sent())
                .singleElement()
                .asString()
                .startsWith("8057" + "0306000e" + "010a")
                .doesNotEndWith(ours);
    }

    @Test
    void ipv6cp_nak_takesThePeersIdentifier() {
        Dial dial = startedIpv6Only();
        dial.get("8057 03" + dial.lastRequest("8057").substring(6, 8) + "000e 010a 00000000000000aa");
        assertThat(dial.lastRequest("8057")).endsWith("010a" + "00000000000000aa");
    }

    @Test
    void networkOpened_ipcpEndedByThePeer_isTheEnd() {
        Dial dial = ipcpOpen(started());
        dial.said();
        dial.get("8021 05 09 0004");
        assertThat(((PppAction.PeerTerminated) dial.said().get(0)).failure().error())
                .isEqualTo(736);
    }

    @Test
    void silentPeer_isWokenEveryFiftyMillisecondsAtMostTwoHundredTimes() {
        Dial dial = new Dial(Dial.config(true, 0, true, false, AuthMethod.PAP)).networkStarted();
        dial.sent();
        dial.pass(49 * Dial.MILLI);
        assertThat(dial.sent()).isEmpty();
        dial.pass(102 * Dial.MILLI);
        assertThat(dial.sent()).hasSize(3).allMatch(frame -> frame.startsWith("c02109"));
        dial.get("c021 0a 81 0008 00000000").pass(49 * Dial.MILLI);
        assertThat(dial.sent()).isEmpty();
        dial.pass(25 * Dial.SECOND);
        assertThat(dial.sent().stream().filter(frame -> frame.startsWith("c02109")))
                .hasSize(197);
    }

    @Test
    void ipcp_answersNothing_718() {
        assertThat(started().pass(31 * Dial.SECOND).error()).isEqualTo(718);
    }

    @Test
    void lateData_isDroppedQuietly() {
        Dial dial = started();
        dial.sent();
        assertThat(dial.get("ff03 0021 45000014").get("21 45").sent()).isEmpty();
    }
}
