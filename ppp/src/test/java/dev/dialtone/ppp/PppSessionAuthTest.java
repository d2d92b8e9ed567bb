package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The authentication phase, the peer by hand.
class PppSessionAuthTest {
    private static final String CHALLENGE = "c223 01 07 0019 10 5b5d7c7d7b3f2f3e3c2c602132262628 67617465";

    private static Dial msChapV2() {
        return new Dial(Dial.config(AuthMethod.MSCHAPV2)).lcpOpen("0305c22381");
    }

    private static Dial pap() {
        return new Dial(Dial.config(AuthMethod.PAP)).lcpOpen("0304c023");
    }

    /// The challenge is answered.
    private static Dial responded() {
        Dial dial = msChapV2().on(new PppEvent.StartAuthentication()).get(CHALLENGE);
        dial.sent();
        dial.said();
        return dial.on(new PppEvent.Respond());
    }

    private static String chap(int code, int identifier, String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return "c223 %02x %02x %04x %s"
                .formatted(code, identifier, message.length + 4, HexFormat.of().formatHex(message));
    }

    private static Failure failure(Dial dial) {
        return ((PppAction.Failed) dial.said().get(0)).failure();
    }

    @Test
    void lcpOpened_challenge_isKeptUntilStartAndAnsweredOnlyOnRespond() {
        Dial dial = msChapV2();
        dial.sent();
        dial.said();
        dial.get(CHALLENGE).pass(100 * Dial.SECOND);
        assertThat(dial.said()).isEmpty();
        dial.on(new PppEvent.StartAuthentication()).pass(100 * Dial.SECOND);
        assertThat(dial.said()).containsExactly(new PppAction.AuthenticationAsked(AuthMethod.MSCHAPV2));
        assertThat(dial.sent()).isEmpty();
        List<String> sent = dial.on(new PppEvent.Respond()).sent();
        // Response, identifier 7, 4 + 1 + 49 + 4 bytes, "User"
        assertThat(sent)
                .singleElement()
                .asString()
                .startsWith("c223" + "0207003a" + "31")
                .endsWith("55736572");
    }

    @Test
    void responded_sameChallengeAgain_isAnsweredIdentically() {
        Dial dial = responded();
        String response = dial.sent().get(0);
        assertThat(dial.get(CHALLENGE).sent()).containsExactly(response);
    }

    @Test
    void responded_falseProof_778NotRetryable() {
        Failure failure = failure(responded().get(chap(3, 7, "S=" + "0".repeat(40))));
        assertThat(failure.error()).isEqualTo(778);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void responded_successOfAnotherIdentifierOrBeforeTheResponse_isIgnored() {
        assertThat(responded().get(chap(3, 8, "S=" + "0".repeat(40))).said()).isEmpty();
        Dial early = msChapV2().on(new PppEvent.StartAuthentication());
        early.said();
        assertThat(early.get(chap(3, 7, "")).get(chap(4, 7, "E=691")).said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "E=691 R=0 C=000102030405060708090A0B0C0D0E0F V=3, 691, E=691",
        "E=646 R=0 V=3, 646, E=646",
        "E=647 R=0 V=3, 647, E=647",
        "E=648 R=0 V=3, 648, E=648",
        "E=649 R=1 V=3, 649, E=649",
        "E=709 R=0 V=3, 709, E=709",
        "E=712 R=0 V=3, 691, E=712",
        "go away, 691, E=?"
    })
    void responded_failure_becomesTheRasNumber(String message, int error, String code) {
        Failure failure = failure(responded().get(chap(4, 7, message + " M=sorry")));
        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.peerCode()).isEqualTo(code);
        assertThat(failure.peerText()).isEqualTo("sorry");
        assertThat(failure.advice() != null).isEqualTo(error == 648);
    }

    @Test
    void responded_failureWithoutWords_theMessageItselfIsTheText() {
        Failure failure = failure(responded().get(chap(4, 7, "E=691 R=0 \u001b[31mV=3")));
        assertThat(failure.peerText()).isEqualTo("E=691 R=0  [31mV=3");
    }

    @Test
    void failed_terminateRequests_areAcknowledgedAndNothingMoreIsSaid() {
        Dial dial = responded().get(chap(4, 7, "E=691 R=0 V=3"));
        dial.said();
        dial.sent();
        dial.get("c021 05 11 0004").pass(3 * Dial.SECOND).get("c021 05 12 0004");
        assertThat(dial.sent()).containsExactly("c021" + "06110004", "c021" + "06120004");
        assertThat(dial.said()).isEmpty();
    }

    @Test
    void responded_peerTerminates_734() {
        assertThat(failure(responded().get("c021 05 11 0004")).error()).isEqualTo(734);
    }

    @Test
    void started_noChallenge_718AfterThirtySeconds() {
        Dial dial = msChapV2().on(new PppEvent.StartAuthentication());
        dial.said();
        assertThat(dial.pass(29 * Dial.SECOND).said()).isEmpty();
        assertThat(dial.pass(2 * Dial.SECOND).error()).isEqualTo(718);
    }

    @Test
    void responded_noVerdict_718AfterThirtySeconds() {
        Dial dial = responded();
        assertThat(dial.pass(29 * Dial.SECOND).said()).isEmpty();
        assertThat(dial.pass(2 * Dial.SECOND).error()).isEqualTo(718);
    }

    @Test
    void responded_peerRejectsChap_917() {
        assertThat(responded().get("c021 08 01 0006 c223").error()).isEqualTo(917);
    }

    @Test
    void pap_asksAtOnceAndSendsOnRespondUntilAnswered() {
        Dial dial = pap();
        dial.said();
        dial.sent();
        dial.on(new PppEvent.StartAuthentication());
        assertThat(dial.said()).containsExactly(new PppAction.AuthenticationAsked(AuthMethod.PAP));
        assertThat(dial.sent()).isEmpty();
        dial.on(new PppEvent.Respond()).pass(28 * Dial.SECOND);
        List<String> sent = dial.sent();
        assertThat(sent).hasSize(10).allMatch(frame -> frame.equals(sent.get(0)));
        assertThat(sent.get(0)).startsWith("c02301").endsWith("0014" + "0455736572" + "0a636c69656e7450617373");
        assertThat(dial.pass(3 * Dial.SECOND).error()).isEqualTo(718);
    }

    @Test
    void pap_nak_691WithTheWords() {
        Dial dial = pap().on(new PppEvent.StartAuthentication()).on(new PppEvent.Respond());
        String identifier = dial.sent().getLast().substring(6, 8);
        dial.said();
        Failure failure = failure(dial.get("c023 03" + identifier + "0007 02 6e6f"));
        assertThat(failure.error()).isEqualTo(691);
        assertThat(failure.peerText()).isEqualTo("no");
    }

    @Test
    void pap_ack_authenticates() {
        Dial dial = pap().on(new PppEvent.StartAuthentication()).on(new PppEvent.Respond());
        String identifier = dial.sent().getLast().substring(6, 8);
        dial.said();
        dial.get("c023 02" + identifier + "0005 00");
        assertThat(((PppAction.Authenticated) dial.said().get(0)).result().method())
                .isEqualTo(AuthMethod.PAP);
    }

    @Test
    void authenticating_ipcp_isDroppedQuietly() {
        Dial dial = msChapV2().on(new PppEvent.StartAuthentication());
        dial.sent();
        assertThat(dial.get("8021 01 01 000a 0306 0a000001").sent()).isEmpty();
    }

    @Test
    void responded_peerGoesOnToIpcp_theResponseIsRepeated() {
        Dial dial = responded();
        String response = dial.sent().get(0);
        assertThat(dial.get("8021 01 01 000a 0306 0a000001").sent()).containsExactly(response);
    }

    @Test
    void networkOpened_challengeAgain_isAnswered() {
        TwoEnds ends = TwoEnds.scripted(PppAnswererScript.HONEST).start().run(TwoEnds.SECOND);
        ends.wire.clear();
        ends.clientEvent(new PppEvent.Frame(HexFormat.of().parseHex(CHALLENGE.replace(" ", ""))));
        assertThat(ends.wire).containsExactly("c c223 2 id 7");
    }
}
