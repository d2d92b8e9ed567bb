package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Secret;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Refused, retried and changed sign-ins, our dialling and our answering end against each other.
class RefusedSignInTest {
    private static final RefusalPolicy TWICE_MORE = new RefusalPolicy(2, false);

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static PppEvent retry(String password) {
        return new PppEvent.Retry(TwoEnds.USER, secret(password));
    }

    private static PppEvent change(String password) {
        return new PppEvent.ChangePassword(secret(password));
    }

    private static TwoEnds ends(OneAccount account, RefusalPolicy policy, PppEvent... offers) {
        TwoEnds ends = TwoEnds.honest(
                TwoEnds.config(Set.of(AuthMethod.MSCHAPV2), false),
                TwoEnds.answerer(account, AuthMethod.MSCHAPV2, false, policy));
        ends.offers.addAll(List.of(offers));
        return ends.start().run(TwoEnds.SECOND);
    }

    private static List<Integer> refusals(TwoEnds ends) {
        return ends.clientActions.stream()
                .filter(PppAction.AuthenticationRefused.class::isInstance)
                .map(action ->
                        ((PppAction.AuthenticationRefused) action).failure().error())
                .toList();
    }

    private static void assertSameKeys(TwoEnds ends) {
        AuthResult mine = ends.said(PppAction.Authenticated.class).result();
        AuthResult theirs =
                ends.serverSaid(PppAnswererAction.Authenticated.class).result();
        assertThat(mine.sendKey()).hasSize(16).isEqualTo(theirs.receiveKey());
        assertThat(mine.receiveKey()).hasSize(16).isEqualTo(theirs.sendKey());
    }

    @Test
    void wrongThenRight_connectsOnTheSameLink() {
        TwoEnds ends = ends(new OneAccount("right one", false), TWICE_MORE, retry("wrong"), retry("right one"));
        assertThat(refusals(ends)).containsExactly(691, 691);
        assertThat(ends.networkOpenedAt).isPositive();
        assertThat(ends.said(PppAction.Failed.class)).isNull();
        assertThat(ends.serverSaid(PppAnswererAction.AuthenticationFailed.class))
                .isNull();
        assertThat(ends.wire.stream().filter(line -> line.startsWith("s c223 1")))
                .hasSize(1);
        assertSameKeys(ends);
    }

    @Test
    void wrongOftenerThanAllowed_failsAndIsTerminated() {
        TwoEnds ends = ends(new OneAccount("right one", false), TWICE_MORE, retry("wrong"), retry("wrong again"));
        assertThat(refusals(ends)).containsExactly(691, 691);
        assertThat(ends.failure()).isEqualTo(691);
        assertThat(ends.wire).anyMatch(line -> line.startsWith("s c021 5"));
    }

    @Test
    void noRetriesAllowed_failsAtOnce() {
        TwoEnds ends = ends(new OneAccount("right one", false), RefusalPolicy.FINAL, retry("right one"));
        assertThat(refusals(ends)).isEmpty();
        assertThat(ends.failure()).isEqualTo(691);
    }

    @Test
    void refused_cutsAtOnce_withoutATerminateRequest() {
        TwoEnds ends = ends(new OneAccount("right one", false), new RefusalPolicy(0, true));
        assertThat(ends.failure()).isEqualTo(691);
        assertThat(ends.serverActions).last().isEqualTo(new PppAnswererAction.CutCarrier());
        assertThat(ends.wire).noneMatch(line -> line.startsWith("s c021 5"));
        int said = ends.serverActions.size();
        ends.serverEvent(new PppEvent.Close());
        assertThat(ends.serverActions).hasSize(said);
    }

    @Test
    void expired_changed_connectsAndTheNewPasswordIsKnown() {
        OneAccount account = new OneAccount("Pässword", true);
        TwoEnds ends = ends(account, RefusalPolicy.FINAL, change("a better one"));
        assertThat(refusals(ends)).containsExactly(648);
        assertThat(ends.networkOpenedAt).isPositive();
        assertThat(account.word()).isEqualTo("a better one");
        assertSameKeys(ends);
        // the old one is wrong from now on
        assertThat(ends(account, RefusalPolicy.FINAL).failure()).isEqualTo(691);
    }

    @Test
    void expired_badNewPassword_isRefusedWith709AndTriedAgain() {
        OneAccount account = new OneAccount("Pässword", true);
        TwoEnds ends = ends(account, RefusalPolicy.FINAL, change("short"), change("long enough"));
        assertThat(refusals(ends)).containsExactly(648, 709);
        assertThat(ends.networkOpenedAt).isPositive();
        assertThat(account.word()).isEqualTo("long enough");
        assertSameKeys(ends);
    }

    @Test
    void expired_badNewPasswords_areNotTakenForEver() {
        PppEvent[] offers = new PppEvent[20];
        for (int i = 0; i < offers.length; i++) {
            offers[i] = change("bad" + i % 10);
        }
        OneAccount account = new OneAccount("Pässword", true);
        TwoEnds ends = ends(account, RefusalPolicy.FINAL, offers);
        assertThat(ends.failure()).isEqualTo(709);
        assertThat(refusals(ends)).startsWith(648, 709).hasSizeLessThan(10);
        assertThat(account.word()).isEqualTo("Pässword");
    }

    @Test
    void expired_wrongPassword_isWrongAndNotExpired() {
        TwoEnds ends = ends(new OneAccount("right one", true), TWICE_MORE, retry("right one"), change("a better one"));
        assertThat(refusals(ends)).containsExactly(691, 648);
        assertThat(ends.networkOpenedAt).isPositive();
        assertSameKeys(ends);
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthMethod.class,
            names = {"PAP", "CHAP_MD5"})
    void expired_methodsThatCannotChangeIt_refuse(AuthMethod method) {
        TwoEnds ends = TwoEnds.honest(
                        TwoEnds.config(Set.of(method), false),
                        TwoEnds.answerer(new OneAccount("Pässword", true), method, false, TWICE_MORE))
                .start()
                .run(TwoEnds.SECOND);
        assertThat(ends.failure()).isEqualTo(691);
        assertThat(ends.said(PppAction.Failed.class).failure().peerText()).isEqualTo("Password expired");
    }

    @Test
    void refused_ownerThinksForAnHour_bothWait() {
        TwoEnds ends = ends(new OneAccount("right one", false), TWICE_MORE);
        ends.run(3600 * TwoEnds.SECOND);
        assertThat(ends.said(PppAction.Failed.class)).isNull();
        assertThat(ends.serverSaid(PppAnswererAction.Failed.class)).isNull();
        ends.clientEvent(retry("right one"));
        ends.run(TwoEnds.SECOND);
        assertThat(ends.networkOpenedAt).isPositive();
    }

    @Test
    void repeatedFrames_changeNothing() {
        for (int seed = 0; seed < 300; seed++) {
            OneAccount account = new OneAccount("Pässword", true);
            TwoEnds ends = new TwoEnds(
                    TwoEnds.config(Set.of(AuthMethod.MSCHAPV2), false),
                    TwoEnds.answerer(account, AuthMethod.MSCHAPV2, false, TWICE_MORE),
                    PppAnswererScript.HONEST,
                    new TwoEnds.Faults(0, 0.5, 0),
                    seed);
            ends.offers.addAll(List.of(change("short"), retry("wrong"), retry("Pässword"), change("long enough")));
            ends.start().run(TwoEnds.SECOND);
            assertThat(refusals(ends)).as("seed %d", seed).containsExactly(648, 709, 691, 648);
            assertThat(ends.networkOpenedAt).as("seed %d", seed).isPositive();
            assertThat(account.word()).isEqualTo("long enough");
            assertSameKeys(ends);
        }
    }

    @Test
    void lostFrames_endInBoundedTime() {
        for (int seed = 0; seed < 300; seed++) {
            OneAccount account = new OneAccount("Pässword", true);
            TwoEnds ends = new TwoEnds(
                    TwoEnds.config(Set.of(AuthMethod.MSCHAPV2), false),
                    TwoEnds.answerer(account, AuthMethod.MSCHAPV2, false, TWICE_MORE),
                    PppAnswererScript.HONEST,
                    new TwoEnds.Faults(0.2, 0, 0),
                    seed);
            ends.offers.addAll(List.of(change("short"), change("long enough")));
            ends.start().run(200 * TwoEnds.SECOND);
            boolean opened = ends.said(PppAction.NetworkOpened.class) != null;
            // a verdict or an answer that is lost for good is silence in the end
            assertThat(opened || ends.failure() == 718)
                    .as("seed %d: %s", seed, ends.wire)
                    .isTrue();
            if (opened) {
                assertThat(account.word()).isEqualTo("long enough");
                assertSameKeys(ends);
            }
        }
    }
}
