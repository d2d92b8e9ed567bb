package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whoever starts first, and whatever is lost at first: the network opens without waiting for a restart timer.
class LateStartTest {
    private static TwoEnds ends() {
        return TwoEnds.honest(
                TwoEnds.config(Set.of(AuthMethod.MSCHAPV2), true), TwoEnds.answerer(AuthMethod.MSCHAPV2, true));
    }

    @Test
    void answererComesUpASecondLate() {
        TwoEnds ends = ends();
        ends.clientEvent(new PppEvent.LowerUp());
        ends.run(TwoEnds.SECOND);
        ends.serverEvent(new PppEvent.LowerUp());
        ends.run(TwoEnds.SECOND);
        assertThat(ends.networkOpenedAt).isBetween(TwoEnds.SECOND, TwoEnds.SECOND + 100 * TwoEnds.MILLI);
    }

    @Test
    void dialerComesUpASecondLate() {
        TwoEnds ends = ends();
        ends.serverEvent(new PppEvent.LowerUp());
        ends.run(TwoEnds.SECOND);
        ends.clientEvent(new PppEvent.LowerUp());
        ends.run(TwoEnds.SECOND);
        assertThat(ends.networkOpenedAt).isBetween(TwoEnds.SECOND, TwoEnds.SECOND + 300 * TwoEnds.MILLI);
    }

    @Test
    void firstRequestOfTheDialerIsLost() {
        TwoEnds ends = ends();
        ends.loseFromClient = Set.of(0);
        ends.start().run(2 * TwoEnds.SECOND);
        assertThat(ends.networkOpenedAt).isBetween(0L, 300 * TwoEnds.MILLI);
    }

    @Test
    void answererThatNeverSpeaksFirst() {
        PppAnswererConfig base = TwoEnds.answerer(AuthMethod.PAP, false);
        PppAnswererConfig waiting = new PppAnswererConfig(
                base.accounts(),
                base.method(),
                true,
                false,
                base.ownAddress(),
                base.peerAddress(),
                base.dns(),
                base.nbns(),
                1500,
                false,
                "gate",
                RefusalPolicy.FINAL);
        TwoEnds ends = TwoEnds.honest(TwoEnds.config(Set.of(AuthMethod.PAP), false), waiting)
                .start();
        assertThat(ends.wire).singleElement().asString().startsWith("c ");
        ends.run(TwoEnds.SECOND);
        assertThat(ends.networkOpenedAt).isBetween(0L, 100 * TwoEnds.MILLI);
    }

    @Test
    void slowDriver_nothingOfTheNextPhaseIsSentBeforeItsEvent() {
        TwoEnds ends = ends();
        ends.startAuthentication = false;
        ends.startNetwork = false;
        ends.start().run(500 * TwoEnds.MILLI);
        assertThat(ends.wire).noneMatch(line -> line.startsWith("c c223") || line.startsWith("c 80"));
        ends.clientEvent(new PppEvent.StartAuthentication());
        ends.run(500 * TwoEnds.MILLI);
        assertThat(ends.said(PppAction.Authenticated.class)).isNotNull();
        assertThat(ends.wire).noneMatch(line -> line.startsWith("c 80"));
        ends.clientEvent(new PppEvent.StartNetwork());
        ends.run(500 * TwoEnds.MILLI);
        assertThat(ends.said(PppAction.NetworkOpened.class)).isNotNull();
    }

    @Test
    void oneRoundTripIsWastedNowhere_framesOfASimultaneousStart() {
        TwoEnds ends = ends().start().run(TwoEnds.SECOND);
        assertThat(ends.wire.stream().filter(line -> line.contains("c021 1 "))).hasSize(2);
    }
}
