package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.auth.ChapPacket;
import dev.dialtone.auth.MppeKeys;
import dev.dialtone.auth.MsChapV2;
import dev.dialtone.auth.MsChapV2Exchange;
import dev.dialtone.auth.MsChapV2PasswordChange;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sign-in that was refused and may go on on the same link (RFC 2759 §6-7), the peer by hand.
class PppSessionRefusedTest {
    private static final String CHALLENGE = "c223 01 07 0019 10 5b5d7c7d7b3f2f3e3c2c602132262628 67617465";
    private static final String NEXT = "000102030405060708090A0B0C0D0E0F";
    private static final String THIRD = "101112131415161718191A1B1C1D1E1F";
    private static final String WRONG = "E=691 R=1 C=" + NEXT + " V=3 M=no";
    private static final String EXPIRED = "E=648 R=1 C=" + NEXT + " V=3 M=old";

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static String chap(int code, int identifier, byte[] message) {
        return "c223 %02x %02x %04x %s"
                .formatted(code, identifier, message.length + 4, HexFormat.of().formatHex(message));
    }

    private static String failure(int identifier, String text) {
        return chap(4, identifier, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The challenge is answered.
    private static Dial responded() {
        Dial dial = new Dial(Dial.config(AuthMethod.MSCHAPV2))
                .lcpOpen("0305c22381")
                .on(new PppEvent.StartAuthentication())
                .get(CHALLENGE)
                .on(new PppEvent.Respond());
        dial.sent();
        dial.said();
        return dial;
    }

    /// Refused, and nothing looked at yet.
    private static Dial refused(String message) {
        return responded().get(failure(7, message));
    }

    /// Refused, and that taken note of.
    private static Dial waiting(String message) {
        Dial dial = refused(message);
        dial.said();
        return dial;
    }

    private static Dial retried() {
        Dial dial =
                waiting(WRONG).on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.Respond());
        dial.said();
        return dial;
    }

    private static Dial changing() {
        return waiting(EXPIRED).on(new PppEvent.ChangePassword(secret("new one")));
    }

    private static PppAction.AuthenticationRefused refusal(Dial dial) {
        List<PppAction> said = dial.said();
        assertThat(said).singleElement().isInstanceOf(PppAction.AuthenticationRefused.class);
        return (PppAction.AuthenticationRefused) said.get(0);
    }

    private static Failure failed(Dial dial) {
        List<PppAction> said = dial.said();
        assertThat(said).singleElement().isInstanceOf(PppAction.Failed.class);
        return ((PppAction.Failed) said.get(0)).failure();
    }

    private static ChapPacket onlySent(Dial dial) {
        List<String> sent = dial.sent();
        assertThat(sent).hasSize(1);
        byte[] frame = HexFormat.of().parseHex(sent.get(0));
        return ((Decoded.Ok<ChapPacket>) ChapPacket.decode(Arrays.copyOfRange(frame, 2, frame.length))).value();
    }

    private static MsChapV2Exchange exchange(String challenge, byte[] peerChallenge, String user, String password) {
        return MsChapV2.exchange(HexFormat.of().parseHex(challenge), peerChallenge, user, secret(password));
    }

    private static void assertAnswers(ChapPacket packet, int identifier, String challenge, String user, String word) {
        ChapPacket.Response response = (ChapPacket.Response) packet;
        assertThat(response.identifier()).isEqualTo(identifier);
        assertThat(response.name()).asString(StandardCharsets.UTF_8).isEqualTo(user);
        byte[] peer = MsChapV2Exchange.peerChallengeOf(response.value());
        assertThat(exchange(challenge, peer, user, word).matchesResponse(response.value()))
                .isTrue();
    }

    private static MsChapV2Exchange assertChanges(ChapPacket packet, int identifier, String challenge, String word) {
        ChapPacket.ChangePassword change = (ChapPacket.ChangePassword) packet;
        assertThat(change.identifier()).isEqualTo(identifier);
        Secret sent =
                MsChapV2PasswordChange.newPassword(change, secret("clientPass")).orElseThrow();
        String text = sent.useChars(String::new);
        assertThat(text).isEqualTo(word);
        MsChapV2Exchange exchange = exchange(challenge, change.peerChallenge(), "User", word);
        assertThat(exchange.matchesChange(change)).isTrue();
        return exchange;
    }

    @Test
    void responded_failureThatMayBeRetried_isTheOwnersToAnswer() {
        Dial dial = refused(WRONG);
        PppAction.AuthenticationRefused said = refusal(dial);
        assertThat(said.failure().error()).isEqualTo(691);
        assertThat(said.failure().peerText()).isEqualTo("no");
        assertThat(said.canChangePassword()).isFalse();
        assertThat(dial.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "E=691 R=1 C=" + NEXT + " V=3, 691, false",
        "E=649 R=1 C=" + NEXT + ", 649, false",
        "E=648 R=1 C=" + NEXT + " V=3, 648, true",
        "E=648 R=0 C=" + NEXT + " V=3, 648, true",
        "E=648 R=1 C=" + NEXT + " V=2, 648, false",
        // nobody wanted to change anything
        "E=709 R=1 C=" + NEXT + " V=3, 709, false",
    })
    void responded_failureThatLetsUsGoOn_saysWhatIsPossible(String message, int error, boolean change) {
        PppAction.AuthenticationRefused said = refusal(refused(message));
        assertThat(said.failure().error()).isEqualTo(error);
        assertThat(said.canChangePassword()).isEqualTo(change);
    }

    @ParameterizedTest
    @CsvSource({
        "E=691 R=0 C=" + NEXT + " V=3, 691",
        "E=691 R=1 V=3, 691",
        "E=691 R=1 C=0001 V=3, 691",
        "E=648 R=0 C=" + NEXT + " V=2, 648",
        "E=648 R=0 C=" + NEXT + ", 648",
        "E=648 R=0 V=3, 648"
    })
    void responded_failureWithoutAWayOn_fails(String message, int error) {
        assertThat(failed(refused(message)).error()).isEqualTo(error);
    }

    @Test
    void refused_retry_asksAgainAndSendsNothingBeforeRespond_N2() {
        Dial dial = waiting(WRONG).on(new PppEvent.Retry("Anna", secret("right")));
        assertThat(dial.said()).containsExactly(new PppAction.AuthenticationAsked(AuthMethod.MSCHAPV2));
        assertThat(dial.pass(100 * Dial.SECOND).sent()).isEmpty();
        dial.on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 8, NEXT, "Anna", "right");
        assertThat(dial.said()).isEmpty();
    }

    @Test
    void refused_respondWithoutRetry_sendsNothing() {
        assertThat(waiting(WRONG).on(new PppEvent.Respond()).sent()).isEmpty();
    }

    @Test
    void refused_anHour_onlyEchoesAreAnswered() {
        Dial dial = waiting(WRONG);
        for (int minute = 0; minute < 60; minute++) {
            dial.pass(60 * Dial.SECOND).get("c021 09 05 0008 00000000");
        }
        assertThat(dial.said()).isEmpty();
        assertThat(dial.sent()).hasSize(60).allMatch(frame -> frame.startsWith("c0210a05"));
    }

    @Test
    void refused_verdictOrChallengeOfBefore_areIgnored() {
        Dial dial = waiting(WRONG).get(failure(7, WRONG)).get(CHALLENGE);
        assertThat(dial.said()).isEmpty();
        assertThat(dial.sent()).isEmpty();
        dial.on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 8, NEXT, "Anna", "right");
    }

    @Test
    void refused_anotherChallengePacket_isTheOneToAnswer() {
        Dial dial = waiting(WRONG).get("c223 01 33 0015 10" + THIRD);
        assertThat(dial.said()).isEmpty();
        assertThat(dial.sent()).isEmpty();
        dial.on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 0x33, THIRD, "Anna", "right");
    }

    @Test
    void refused_ipcp_isDroppedQuietly() {
        assertThat(waiting(WRONG).get("8021 01 01 000a 0306 0a000001").sent()).isEmpty();
    }

    @Test
    void refused_peerTerminates_734() {
        assertThat(failed(waiting(WRONG).get("c021 05 11 0004")).error()).isEqualTo(734);
    }

    @Test
    void refused_peerBeginsAnew_734Retryable() {
        Dial dial = waiting(WRONG).get("c021 01 11 0009 0305c22381");
        dial.ackLast("c021");
        Failure failure = failed(dial);
        assertThat(failure.error()).isEqualTo(734);
        assertThat(failure.retryable()).isTrue();
        dial.sent();
        assertThat(dial.get(CHALLENGE).sent()).isEmpty();
    }

    @Test
    void refused_close_terminates() {
        Dial dial = waiting(WRONG).on(new PppEvent.Close());
        assertThat(dial.sent()).singleElement().asString().startsWith("c02105");
        dial.pass(2 * Dial.SECOND);
        assertThat(dial.said()).containsExactly(new PppAction.Terminated());
        assertThat(dial.on(new PppEvent.Retry("Anna", secret("right"))).said()).isEmpty();
    }

    @Test
    void refused_carrierGone_anAnswerIsTooLate() {
        Dial dial = waiting(EXPIRED).on(new PppEvent.LowerDown());
        dial.on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.ChangePassword(secret("new")));
        assertThat(dial.said()).isEmpty();
        assertThat(dial.sent()).isEmpty();
    }

    @Test
    void responded_retryOrChangeUnasked_areIgnored() {
        Dial dial = responded()
                .on(new PppEvent.Retry("Anna", secret("right")))
                .on(new PppEvent.ChangePassword(secret("new")));
        assertThat(dial.said()).isEmpty();
        assertThat(dial.sent()).isEmpty();
    }

    @Test
    void retried_success_authenticates() {
        Dial dial = retried();
        ChapPacket.Response response = (ChapPacket.Response) onlySent(dial);
        byte[] peer = MsChapV2Exchange.peerChallengeOf(response.value());
        MsChapV2Exchange exchange = exchange(NEXT, peer, "Anna", "right");
        dial.get(chap(3, 8, exchange.successMessage("hello")));
        AuthResult result = ((PppAction.Authenticated) dial.said().get(0)).result();
        assertThat(result.message()).isEqualTo("hello");
        assertThat(result.sendKey()).isEqualTo(exchange.clientKeys().sendKey());
    }

    @Test
    void retried_refusedAgain_takesTheNextChallenge() {
        Dial dial = retried();
        dial.sent();
        dial.get(failure(8, WRONG.replace(NEXT, THIRD)));
        assertThat(refusal(dial).failure().error()).isEqualTo(691);
        dial.on(new PppEvent.Retry("Ben", secret("other"))).on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 9, THIRD, "Ben", "other");
    }

    @Test
    void retried_identifier255_isFollowedBy0() {
        Dial dial = new Dial(Dial.config(AuthMethod.MSCHAPV2))
                .lcpOpen("0305c22381")
                .on(new PppEvent.StartAuthentication())
                .get("c223 01 ff 0015 10" + THIRD)
                .on(new PppEvent.Respond())
                .get(failure(255, WRONG));
        dial.sent();
        dial.on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 0, NEXT, "Anna", "right");
    }

    @Test
    void retried_refusedForGood_fails() {
        assertThat(failed(retried().get(failure(8, "E=647 R=0 C=" + THIRD + " V=3")))
                        .error())
                .isEqualTo(647);
    }

    @Test
    void retried_noVerdict_718AfterThirtySeconds() {
        Dial dial = retried();
        assertThat(dial.pass(29 * Dial.SECOND).said()).isEmpty();
        assertThat(dial.pass(2 * Dial.SECOND).error()).isEqualTo(718);
    }

    @Test
    void retried_peerGoesOnToIpcp_theResponseIsRepeated() {
        Dial dial = retried();
        String response = dial.sent().get(0);
        assertThat(dial.get("8021 01 01 000a 0306 0a000001").sent()).containsExactly(response);
    }

    @Test
    void retried_peerBeginsAnew_theNewCredentialsAnswer() {
        Dial dial = retried().get("c021 01 11 0009 0305c22381");
        dial.ackLast("c021");
        dial.sent();
        dial.get("c223 01 44 0015 10" + THIRD);
        assertAnswers(onlySent(dial), 0x44, THIRD, "Anna", "right");
        assertThat(dial.said()).isEmpty();
    }

    @Test
    void refused_changePassword_isSentAtOnceAndGivesTheKeysOfTheNewOne() {
        Dial dial = changing();
        MsChapV2Exchange exchange = assertChanges(onlySent(dial), 8, NEXT, "new one");
        assertThat(dial.said()).isEmpty();
        dial.get(chap(3, 8, exchange.successMessage("")));
        AuthResult result = ((PppAction.Authenticated) dial.said().get(0)).result();
        MppeKeys keys = exchange.clientKeys();
        assertThat(result.sendKey()).isEqualTo(keys.sendKey());
        assertThat(result.receiveKey()).isEqualTo(keys.receiveKey());
    }

    @Test
    void refused_changePasswordThoughNotToBeRetried_isSent() {
        Dial dial = waiting(EXPIRED.replace("R=1", "R=0")).on(new PppEvent.ChangePassword(secret("new one")));
        assertThat(assertChanges(onlySent(dial), 8, NEXT, "new one")).isNotNull();
    }

    @Test
    void refused_otherCredentialsInsteadOfANewPassword_areTaken() {
        Dial dial =
                waiting(EXPIRED).on(new PppEvent.Retry("Anna", secret("right"))).on(new PppEvent.Respond());
        assertAnswers(onlySent(dial), 8, NEXT, "Anna", "right");
    }

    @Test
    void refused_changeThatWasNotOffered_isAProgrammersError() {
        Dial dial = waiting(WRONG);
        assertThatThrownBy(() -> dial.on(new PppEvent.ChangePassword(secret("new"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refused_newPasswordTooLong_709AndAnotherMayBeGiven() {
        Dial dial = waiting(EXPIRED).on(new PppEvent.ChangePassword(secret("x".repeat(257))));
        PppAction.AuthenticationRefused said = refusal(dial);
        assertThat(said.failure().error()).isEqualTo(709);
        assertThat(said.canChangePassword()).isTrue();
        assertThat(dial.sent()).isEmpty();
        dial.on(new PppEvent.ChangePassword(secret("short")));
        assertThat(assertChanges(onlySent(dial), 8, NEXT, "short")).isNotNull();
    }

    @Test
    void changing_refusedWith709_mayBeTriedAgain() {
        Dial dial = changing();
        dial.sent();
        PppAction.AuthenticationRefused said =
                refusal(dial.get(failure(8, "E=709 R=1 C=" + THIRD + " V=3 M=too short")));
        assertThat(said.failure().error()).isEqualTo(709);
        assertThat(said.failure().peerText()).isEqualTo("too short");
        assertThat(said.canChangePassword()).isTrue();
        dial.on(new PppEvent.ChangePassword(secret("longer")));
        assertThat(assertChanges(onlySent(dial), 9, THIRD, "longer")).isNotNull();
    }

    @Test
    void changing_refusedWith691_wantsCredentialsOnly() {
        PppAction.AuthenticationRefused said = refusal(changing().get(failure(8, WRONG.replace(NEXT, THIRD))));
        assertThat(said.failure().error()).isEqualTo(691);
        assertThat(said.canChangePassword()).isFalse();
    }

    @Test
    void changing_refusedForGood_709() {
        assertThat(failed(changing().get(failure(8, "E=709 R=0 C=" + THIRD + " V=3")))
                        .error())
                .isEqualTo(709);
    }

    @Test
    void changing_falseProof_778() {
        assertThat(failed(changing().get(chap(3, 8, ("S=" + "0".repeat(40)).getBytes(StandardCharsets.US_ASCII))))
                        .error())
                .isEqualTo(778);
    }

    @Test
    void changing_noVerdict_718AfterThirtySeconds() {
        Dial dial = changing();
        dial.sent();
        assertThat(dial.pass(29 * Dial.SECOND).said()).isEmpty();
        assertThat(dial.pass(2 * Dial.SECOND).error()).isEqualTo(718);
        assertThat(dial.sent()).isEmpty();
    }

    @Test
    void changing_challenge_isIgnored() {
        Dial dial = changing();
        dial.sent();
        assertThat(dial.get(CHALLENGE).get("c223 01 33 0015 10" + THIRD).sent()).isEmpty();
        assertThat(dial.said()).isEmpty();
    }

    @Test
    void changing_peerBeginsAnew_734() {
        Dial dial = changing().get("c021 01 11 0009 0305c22381");
        dial.ackLast("c021");
        assertThat(failed(dial).error()).isEqualTo(734);
    }

    @Test
    void changing_peerGoesOnToIpcp_theChangeIsRepeated() {
        Dial dial = changing();
        String change = dial.sent().get(0);
        assertThat(dial.get("8021 01 01 000a 0306 0a000001").sent()).containsExactly(change);
    }

    @Test
    void changed_challengeAgain_isAnsweredWithTheNewPassword() {
        Dial dial = changing();
        MsChapV2Exchange exchange = assertChanges(onlySent(dial), 8, NEXT, "new one");
        dial.get(chap(3, 8, exchange.successMessage(""))).get("c223 01 44 0015 10" + THIRD);
        assertAnswers(onlySent(dial), 0x44, THIRD, "User", "new one");
    }

    @Test
    void authenticated_laterChallengeRefused_failsWhateverThePeerOffers() {
        Dial dial = changing();
        MsChapV2Exchange exchange = assertChanges(onlySent(dial), 8, NEXT, "new one");
        dial.get(chap(3, 8, exchange.successMessage(""))).get("c223 01 44 0015 10" + THIRD);
        dial.said();
        assertThat(failed(dial.get(failure(0x44, WRONG))).error()).isEqualTo(691);
    }

    @Test
    void chapMd5_failureInThoseWords_fails() {
        Dial dial = new Dial(Dial.config(AuthMethod.CHAP_MD5))
                .lcpOpen("0305c22305")
                .on(new PppEvent.StartAuthentication())
                .get(CHALLENGE)
                .on(new PppEvent.Respond());
        dial.said();
        assertThat(failed(dial.get(failure(7, WRONG))).error()).isEqualTo(691);
    }
}
