package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Caller;
import dev.dialtone.testkit.AnswererStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `docs/contract.md` §4 and N9: states that wait for an answer, and dials that wait for their dialler.
abstract class ContractOfPauses extends ContractOfCompletion {
    private static final DialOptions PAUSED = DialOptions.STANDARD.withPauses(Duration.ofMinutes(10));
    private static final Secret WRONG = Secret.ofChars("wrong".toCharArray());
    private static final Secret FRESH = Secret.ofChars("a-fresh-password".toCharArray());

    private DialRequest wrongPassword() {
        return rig.request("office").signIn(Rig.USER, "", WRONG).options(PAUSED);
    }

    private Connection pausedAt(ConnectionState state, DialRequest request, Recorder recorder) throws Exception {
        Connection connection = access.dial(request, recorder);
        Notification paused = recorder.await(Notification::isPaused, SOON);
        assertThat(paused.state()).isEqualTo(state);
        return connection;
    }

    private static Notification paused(Connection connection) {
        Notification last = connection.log().getLast();
        assertThat(last.isPaused()).as("%s waits", last).isTrue();
        return last;
    }

    private void connects(Connection connection) throws Exception {
        assertThat(await(connection.completion()).isConnected())
                .as("%s", Told.of(connection.log()))
                .isTrue();
        Notification ending = await(connection.hangUp());
        assertThat(ending.ending()).isTrue();
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void pausesOff_whatWouldHavePausedIsAnErrorInItsState_P1() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Connection refused = access.dial(rig.request("office").signIn(Rig.USER, "", WRONG), new Recorder());
        Notification completion = await(refused.completion());
        assertThat(completion.error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(completion.state()).isEqualTo(ConnectionState.AUTH_NOTIFY);
        assertThat(refused.log()).noneMatch(Notification::isPaused);

        anotherServer(new Rig(answers -> answers.expiredUser(Rig.USER, Rig.PASSWORD)));
        Connection expired = access.dial(rig.request("office"), new Recorder());
        assertThat(await(expired.completion()).error()).isEqualTo(RasError.PASSWORD_EXPIRED);

        Connection untrusted = access.dial(
                DialRequest.of(rig.entry("office").with(EntryOption.CA, "")).signIn(Rig.USER, "", Rig.PASSWORD),
                new Recorder());
        assertThat(await(untrusted.completion()).error()).isEqualTo(RasError.VALIDATING_SERVER_CERT);
    }

    @Test
    void pausedState_hasReasonAndTypedPrompt_P2() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Recorder recorder = new Recorder();
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), recorder);
        Notification paused = paused(connection);
        assertThat(paused.error()).isZero();
        assertThat(paused.reason()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(paused.completion()).isFalse();
        Prompt prompt = paused.prompt();
        assertThat(prompt).isNotNull();
        assertThat(prompt.wants()).isEqualTo(Prompt.Wants.CREDENTIALS);
        assertThat(prompt.fields())
                .containsExactly(
                        new Prompt.Field(Prompt.USER, false, Rig.USER),
                        new Prompt.Field(Prompt.DOMAIN, false, ""),
                        new Prompt.Field(Prompt.PASSWORD, true, ""));
        assertThat(prompt.until()).isAfter(paused.time());
        assertThat(connection.status().prompt()).isEqualTo(prompt);
        assertThat(connection.status().reason()).isEqualTo(RasError.AUTHENTICATION_FAILURE);

        connection.answer(new Answer(paused.seq(), Map.of(), Rig.PASSWORD));
        connects(connection);
        assertThat(connection.log()).extracting(Notification::attempt).containsOnly(1);
        assertThat(rig.answerer().counters().accepted()).as("on the same link").isOne();
    }

    @Test
    void serverThatCuts_theAnswerOpensTheCarrierAgain_P2() throws Exception {
        anotherServer(new Rig(answers -> answers.cutsRefused(true)));
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), new Recorder());
        connection.answer(new Answer(paused(connection).seq(), Map.of("user", Rig.USER), Rig.PASSWORD));
        connects(connection);
        assertThat(connection.log()).extracting(Notification::attempt).containsOnly(1);
        assertThat(rig.answerer().counters().accepted()).isEqualTo(2);
    }

    @Test
    void missingPassword_isAskedFor_P2() throws Exception {
        access.setEntry(rig.entry("stored"));
        Recorder recorder = new Recorder();
        Connection connection = pausedAt(
                ConnectionState.RETRY_AUTHENTICATION, DialRequest.of("stored").options(PAUSED), recorder);
        Notification paused = paused(connection);
        assertThat(paused.reason()).isEqualTo(RasError.INTERACTIVE_MODE);
        connection.answer(new Answer(paused.seq(), Map.of(Prompt.USER, Rig.USER), Rig.PASSWORD));
        connects(connection);
    }

    @Test
    void expiredPassword_isChangedByAnotherClientAndTwoAnswersAreOneTooMany_P2_P3() throws Exception {
        anotherServer(new Rig(answers -> answers.expiredUser(Rig.USER, Rig.PASSWORD)));
        Connection connection =
                pausedAt(ConnectionState.PASSWORD_EXPIRED, rig.request("office").options(PAUSED), new Recorder());
        Notification paused = paused(connection);
        assertThat(paused.reason()).isEqualTo(RasError.PASSWORD_EXPIRED);
        RemoteAccess other = doorway.newClient();
        Answer answer = new Answer(paused.seq(), Map.of(), FRESH);
        other.connection("office").answer(answer);
        assertThat(refused(() -> connection.answer(answer)).error()).isEqualTo(RasError.ALREADY_EXISTS);
        assertThat(refused(() -> connection.answer(answer))).hasMessageContaining("already answered");
        assertThat(await(connection.completion()).isConnected())
                .as("%s", Told.of(connection.log()))
                .isTrue();
        assertThat(connection.log()).extracting(Notification::state).contains(ConnectionState.AUTH_CHANGE_PASSWORD);
        await(connection.hangUp());

        Connection again = access.dial(rig.request("office").signIn(Rig.USER, "", FRESH), new Recorder());
        connects(again);
    }

    @Test
    void anotherUser_mayNotAnswer_P3_H7() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), new Recorder());
        RemoteAccess stranger = doorway.newClient(new Caller(4711, false));
        Answer answer = new Answer(paused(connection).seq(), Map.of(), Rig.PASSWORD);
        assertThat(refused(() -> stranger.connection(connection.id()).answer(answer))
                        .error())
                .isEqualTo(RasError.ACCESS_DENIED);
        connection.answer(answer);
        connects(connection);
    }

    @Test
    void wrongAnswer_namesTheFieldAndThePauseStays_P3_E4() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), new Recorder());
        long seq = paused(connection).seq();
        assertThat(refused(() -> connection.answer(new Answer(seq, Map.of(), null))))
                .hasMessageContaining("password");
        assertThat(refused(() -> connection.answer(new Answer(seq, Map.of("shoe", "42"), Rig.PASSWORD))))
                .hasMessageContaining("shoe");
        assertThat(refused(() -> connection.answer(new Answer(seq + 9, Map.of(), Rig.PASSWORD)))
                        .error())
                .isEqualTo(RasError.INVALID_PARAMETER);
        connection.answer(new Answer(seq, Map.of(), Rig.PASSWORD));
        connects(connection);
    }

    @Test
    void hangUpOfAPause_isOneCompletion_P3_C5() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), new Recorder());
        Notification end = await(doorway.newClient().connection("office").hangUp());
        assertThat(end.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(end.completion()).isTrue();
        assertThat(await(connection.completion())).isEqualTo(end);
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void unanswered_endsWith638InThatState_P4() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Connection connection = access.dial(
                wrongPassword().options(DialOptions.STANDARD.withPauses(Duration.ofSeconds(1))), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(completion.state()).isEqualTo(ConnectionState.RETRY_AUTHENTICATION);
        assertThat(completion.error()).isEqualTo(RasError.REQUEST_TIMEOUT);
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void severalPauses_mayFollowEachOther_P4() throws Exception {
        anotherServer(new Rig(answers -> answers.retries(3)));
        Recorder recorder = new Recorder();
        Connection connection = pausedAt(ConnectionState.RETRY_AUTHENTICATION, wrongPassword(), recorder);
        long first = paused(connection).seq();
        connection.answer(new Answer(first, Map.of(), WRONG));
        Notification second = recorder.await(n -> n.isPaused() && n.seq() > first, SOON);
        assertThat(second.reason()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        connection.answer(new Answer(second.seq(), Map.of(), Rig.PASSWORD));
        connects(connection);
    }

    @Test
    void unverifiedCertificate_isAskedAboutOnlyWhereTheEntryAllowsAndPinned_P5() throws Exception {
        Entry strange = rig.entry("strange").with(EntryOption.CA, "");
        Connection never = access.dial(
                DialRequest.of(strange).signIn(Rig.USER, "", Rig.PASSWORD).options(PAUSED), new Recorder());
        Notification failed = await(never.completion());
        assertThat(failed.error()).isEqualTo(RasError.VALIDATING_SERVER_CERT);
        assertThat(failed.detail().reason()).contains("chain");

        access.setEntry(strange.with(EntryOption.TRUST_PROMPT, "true"));
        DialRequest request = DialRequest.of("strange").signIn(Rig.USER, "", Rig.PASSWORD);
        Connection asked = pausedAt(ConnectionState.INTERACTIVE, request.options(PAUSED), new Recorder());
        Notification paused = paused(asked);
        assertThat(paused.reason()).isEqualTo(RasError.VALIDATING_SERVER_CERT);
        String shown = paused.prompt().field(Prompt.TRUST).orElseThrow().value();
        assertThat(shown).matches("[0-9a-f]{64}");
        assertThat(refused(() -> asked.answer(new Answer(paused.seq(), Map.of(Prompt.TRUST, "yes"), null))))
                .hasMessageContaining("trust");
        asked.answer(new Answer(paused.seq(), Map.of(Prompt.TRUST, shown), null));
        connects(asked);
        assertThat(access.entry("strange").text(EntryOption.PIN)).isEqualTo(shown);

        Connection pinned = access.dial(request, new Recorder());
        connects(pinned);
    }

    // ---- N9

    @Test
    void gatedDial_entersTheNextStateAfterTheAcknowledgement_N9() throws Exception {
        DialOptions gated = DialOptions.STANDARD.withGate(Duration.ofMinutes(5));
        Recorder recorder = new Recorder();
        Connection connection = access.dial(rig.request("office").options(gated), new Observer() {
            @Override
            public void onNotification(Notification notification) {
                recorder.onNotification(notification);
            }

            @Override
            public boolean acknowledges() {
                return false;
            }
        });
        for (int seq = 1; seq < 12; seq++) {
            int told = seq;
            Notification last = recorder.await(n -> n.seq() == told, SOON);
            assertThat(connection.log()).as("nothing beyond %s", last).hasSize(seq);
            if (last.state() == ConnectionState.CONNECT_DEVICE) {
                assertThat(rig.answerer().awaitSession(1, SOON))
                        .as("its own work goes on")
                        .isPresent();
                assertThat(rig.answerer().sessions().getFirst().seen())
                        .noneMatch(seen -> seen.step() == AnswererStep.LCP);
            }
            connection.acknowledge(seq);
        }
        assertThat(await(connection.completion()).seq()).isEqualTo(12);
        await(connection.hangUp());
        Told.isWhole(connection.log());
    }

    @Test
    void gatedDial_goesOnAfterItsLimit_N9() throws Exception {
        DialOptions gated = DialOptions.STANDARD.withGate(Duration.ofMillis(20));
        Connection connection = access.dial(rig.request("office").options(gated), new Observer() {
            @Override
            public void onNotification(Notification notification) {}

            @Override
            public boolean acknowledges() {
                return false;
            }
        });
        connects(connection);
        List<Notification> log = connection.log();
        for (int i = 1; i < 12; i++) {
            assertThat(log.get(i).time()).isAfterOrEqualTo(log.get(i - 1).time().plusMillis(20));
        }
    }

    @Test
    void gatedDial_returnOfTheHandlerAcknowledges_N9() throws Exception {
        DialOptions gated = DialOptions.STANDARD.withGate(Duration.ofMinutes(5));
        Recorder recorder = new Recorder();
        Connection connection = access.dial(rig.request("office").options(gated), recorder);
        connects(connection);
        recorder.awaitEnd(SOON);
        assertThat(recorder.all()).isEqualTo(connection.log());
    }

    @Test
    void handlerThatWantsNoMore_isLeftAloneAndTheDialGoesOn_N12() throws Exception {
        for (DialOptions options :
                List.of(DialOptions.STANDARD, DialOptions.STANDARD.withGate(Duration.ofMinutes(5)))) {
            Recorder recorder = new Recorder();
            Connection connection = access.dial(rig.request("office").options(options), new Observer() {
                @Override
                public void onNotification(Notification notification) {
                    recorder.onNotification(notification);
                }

                @Override
                public boolean wantsMore() {
                    return recorder.all().size() < 2;
                }
            });
            connects(connection);
            assertThat(recorder.all()).hasSize(2);
        }
    }
}
