package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Answer;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P1-P5 in virtual time.
class PausedDialTest {
    private static final Failure REFUSED =
            Failure.of(691, Layer.AUTH, "Refused.").peer("E=691", "no");
    private static final Failure EXPIRED =
            Failure.of(648, Layer.AUTH, "Expired.").peer("E=648", null);
    private static final String PIN = "ab".repeat(32);
    private static final Failure UNTRUSTED =
            Failure.of(801, Layer.TLS, "The certificate does not verify.").peer("sha256:" + PIN, null);

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry, String password) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD.withPauses(Duration.ofMinutes(10)), password);
    }

    private ConnectionRig rig() {
        return rig(ConnectionRig.ENTRY, "secret");
    }

    private static ScriptedTunnel askedForSignIn(ConnectionRig rig) {
        ScriptedTunnel peer = rig.dialled();
        peer.listener.connected(ScriptedTunnel.CARRIER);
        peer.listener.established();
        peer.listener.authenticationAsked("mschapv2");
        return peer;
    }

    private static void answer(ConnectionRig rig, Map<String, String> fields, String secret) {
        try (Secret given = Secret.ofChars(secret.toCharArray())) {
            rig.connection.answer(new Answer(rig.last().seq(), fields, given));
        }
        rig.loop.drain();
    }

    @Test
    void pausesOff_refusedSignIn_isAnErrorInItsState_P1() {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD);
        askedForSignIn(rig).listener.authenticationRefused(REFUSED, false);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("AuthNotify", "AuthNotify 691 completion");
    }

    @Test
    void refusedOnALinkThatWaits_answer_isTriedOnTheSameLink_P2() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        peer.listener.authenticationRefused(REFUSED, false);
        Notification paused = rig.last();
        assertThat(rig.words()).endsWith("AuthNotify", "RetryAuthentication reason 691");
        assertThat(paused.error()).isZero();
        assertThat(paused.detail().peerText()).isEqualTo("no");
        assertThat(paused.prompt().fields())
                .containsExactly(
                        new Prompt.Field("user", false, "tester"),
                        new Prompt.Field("domain", false, ""),
                        new Prompt.Field("password", true, ""));
        assertThat(paused.prompt().until()).isEqualTo(paused.time().plusSeconds(600));

        answer(rig, Map.of("user", "alice", "domain", "CORP"), "right");
        assertThat(rig.words()).endsWith("RetryAuthentication reason 691", "AuthRetry");
        assertThat(peer.asked).endsWith("retry CORP\\alice right");
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.authenticated("mschapv2", "");
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
        assertThat(rig.tunnels).hasSize(1);
    }

    @Test
    void refusedAndCut_answer_opensTheCarrierAgainWithinTheAttempt_P2() {
        ConnectionRig rig = rig();
        ScriptedTunnel first = askedForSignIn(rig);
        first.listener.failed(REFUSED);
        assertThat(rig.words()).endsWith("RetryAuthentication reason 691");
        assertThat(first.asked).endsWith("abort");
        rig.advance(Duration.ofMinutes(9));
        answer(rig, Map.of(), "right");
        assertThat(rig.words()).endsWith("AuthRetry", "ConnectDevice");
        assertThat(rig.tunnels).hasSize(2);
        assertThat(rig.plans.getLast().password().<String>useUtf8(String::new)).isEqualTo("right");
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
        assertThat(rig.log()).extracting(Notification::attempt).containsOnly(1);
    }

    @Test
    void cutWhileItWaits_answer_opensTheCarrierAgain_P2() {
        ConnectionRig rig = rig();
        ScriptedTunnel first = askedForSignIn(rig);
        first.listener.authenticationRefused(REFUSED, false);
        first.listener.failed(Failure.retryable(619, Layer.TCP, "cut"));
        rig.loop.drain();
        assertThat(rig.words()).endsWith("RetryAuthentication reason 691");
        answer(rig, Map.of(), "right");
        assertThat(rig.words()).endsWith("AuthRetry", "ConnectDevice");
    }

    @Test
    void expiredPassword_answer_changesIt_P2() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        peer.listener.authenticationRefused(EXPIRED, true);
        assertThat(rig.words()).endsWith("PasswordExpired reason 648");
        answer(rig, Map.of(), "fresh");
        assertThat(rig.words()).endsWith("AuthChangePassword");
        assertThat(peer.asked).endsWith("changePassword fresh");
        peer.listener.authenticated("mschapv2", "");
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Connected completion");
    }

    @Test
    void expiredPassword_newOneRefused_asksForAnotherNewOne_P2_P4() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        peer.listener.authenticationRefused(EXPIRED, true);
        rig.loop.drain();
        answer(rig, Map.of(), "short");
        peer.listener.authenticationRefused(Failure.of(709, Layer.AUTH, "too short"), true);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("AuthChangePassword", "PasswordExpired reason 709");
        assertThat(rig.last().prompt().fields()).containsExactly(new Prompt.Field("new-password", true, ""));
        answer(rig, Map.of(), "long enough");
        assertThat(peer.asked).endsWith("changePassword long enough");
    }

    @Test
    void expiredPassword_cutWhileItWaits_isChangedOnTheNextLink_P2() {
        ConnectionRig rig = rig();
        ScriptedTunnel first = askedForSignIn(rig);
        first.listener.authenticationRefused(EXPIRED, true);
        first.listener.failed(Failure.retryable(619, Layer.TCP, "cut"));
        answer(rig, Map.of(), "fresh");
        ScriptedTunnel second = rig.peer();
        assertThat(second).isNotSameAs(first);
        second.listener.connected(ScriptedTunnel.CARRIER);
        second.listener.established();
        second.listener.authenticationAsked("mschapv2");
        second.listener.authenticationRefused(EXPIRED, true);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("AuthNotify", "AuthChangePassword");
        assertThat(second.asked).endsWith("changePassword fresh");
    }

    @Test
    void severalPauses_mayFollowEachOther_P4() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        for (int i = 0; i < 3; i++) {
            peer.listener.authenticationRefused(REFUSED, false);
            answer(rig, Map.of(), "wrong " + i);
            peer.listener.authenticationAsked("mschapv2");
        }
        assertThat(rig.words())
                .filteredOn("RetryAuthentication reason 691"::equals)
                .hasSize(3);
    }

    @Test
    void unanswered_endsWith638InThatState_P4() {
        ConnectionRig rig = rig();
        askedForSignIn(rig).listener.authenticationRefused(REFUSED, false);
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.words()).endsWith("RetryAuthentication 638 completion");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void secondAnswer_isTold_P3() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        peer.listener.authenticationRefused(REFUSED, false);
        long seq = rig.last().seq();
        answer(rig, Map.of(), "right");
        try (Secret late = Secret.ofChars("late".toCharArray())) {
            assertThatThrownBy(() -> rig.connection.answer(new Answer(seq, Map.of(), late)))
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isEqualTo(183))
                    .hasMessageContaining("already answered");
            assertThatThrownBy(() -> rig.connection.answer(new Answer(seq + 50, Map.of(), late)))
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isEqualTo(87));
        }
    }

    @Test
    void answerWithoutWhatIsWanted_isRefusedAndThePauseStays_P3_E4() {
        ConnectionRig rig = rig();
        askedForSignIn(rig).listener.authenticationRefused(REFUSED, false);
        long seq = rig.last().seq();
        assertThatThrownBy(() -> rig.connection.answer(new Answer(seq, Map.of("user", "alice"), null)))
                .hasMessageContaining("password: is missing");
        try (Secret given = Secret.ofChars("x".toCharArray())) {
            assertThatThrownBy(() -> rig.connection.answer(new Answer(seq, Map.of("colour", "red"), given)))
                    .hasMessageContaining("colour: is not asked for");
        }
        answer(rig, Map.of(), "right");
        assertThat(rig.words()).endsWith("AuthRetry");
    }

    @Test
    void hangUpInstead_isOneCompletion_P3_C5() {
        ConnectionRig rig = rig();
        askedForSignIn(rig).listener.authenticationRefused(REFUSED, false);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        rig.advance(Duration.ofMinutes(20));
        assertThat(rig.words()).endsWith("RetryAuthentication reason 691", "Disconnected cause 631 completion");
    }

    @Test
    void timePaused_doesNotCount_C6() {
        ConnectionRig rig = rig();
        ScriptedTunnel peer = askedForSignIn(rig);
        rig.advance(Duration.ofSeconds(50));
        peer.listener.authenticationRefused(REFUSED, false);
        rig.advance(Duration.ofMinutes(9));
        answer(rig, Map.of(), "right");
        rig.advance(Duration.ofSeconds(59));
        assertThat(rig.words()).endsWith("AuthRetry");
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.words()).endsWith("AuthRetry 718 completion");
    }

    @Test
    void noPassword_isAskedForBeforeTheCarrierIsOpened_P2() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY, "");
        rig.connection.start();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("PortOpened", "RetryAuthentication reason 703");
        assertThat(rig.tunnels).isEmpty();
        answer(rig, Map.of(), "right");
        assertThat(rig.words()).endsWith("AuthRetry", "ConnectDevice");
        assertThat(rig.plans.getLast().lacksPassword()).isFalse();
    }

    @Test
    void certificateThatDoesNotVerify_isAnErrorUnlessTheEntryAllowsToAsk_P5() {
        ConnectionRig rig = rig();
        rig.dialled().listener.failed(UNTRUSTED);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("ConnectDevice 801 completion");
    }

    @Test
    void certificateTrusted_isThePinFromThenOn_P5() {
        Entry entry = ConnectionRig.ENTRY.with(EntryOption.TRUST_PROMPT, "true");
        ConnectionRig rig = rig(entry, "secret");
        rig.book.set(entry);
        rig.dialled().listener.failed(UNTRUSTED);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Interactive reason 801");
        Notification paused = rig.last();
        assertThat(paused.prompt().field("trust").orElseThrow().value()).isEqualTo(PIN);
        assertThatThrownBy(() -> rig.connection.answer(new Answer(paused.seq(), Map.of("trust", "yes"), null)))
                .hasMessageContaining("trust: is not the fingerprint");
        rig.connection.answer(new Answer(paused.seq(), Map.of("trust", PIN), null));
        rig.loop.drain();
        assertThat(rig.words()).endsWith("ConnectDevice");
        assertThat(rig.plans.getLast().sstp().target().pin()).isEqualTo(PIN);
        assertThat(rig.book.entry("office").text(EntryOption.PIN)).isEqualTo(PIN);
    }
}
