package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A link that is negotiated anew while its client signs in: a carrier that delays or repeats frames (L2TP's) may bring
/// the server a Configure-Request once more when the sign-in is over for the server and not yet for the client.
class SignedInAnewTest {
    private static TwoEnds ends() {
        return TwoEnds.honest(
                TwoEnds.config(Set.of(AuthMethod.MSCHAPV2), false), TwoEnds.answerer(AuthMethod.MSCHAPV2, false));
    }

    private static AuthResult ofClient(TwoEnds ends) {
        AuthResult last = null;
        for (PppAction action : ends.clientActions) {
            switch (action) {
                case PppAction.Authenticated(AuthResult result) -> last = result;
                case PppAction.KeysChanged(AuthResult result) -> last = result;
                default -> {}
            }
        }
        return Objects.requireNonNull(last);
    }

    private static AuthResult ofServer(TwoEnds ends) {
        AuthResult last = null;
        for (PppAnswererAction action : ends.serverActions) {
            switch (action) {
                case PppAnswererAction.Authenticated(String _, AuthResult result) -> last = result;
                case PppAnswererAction.KeysChanged(AuthResult result) -> last = result;
                default -> {}
            }
        }
        return Objects.requireNonNull(last);
    }

    private static void untilTheServerAccepted(TwoEnds ends) {
        ends.start();
        while (ends.serverSaid(PppAnswererAction.Authenticated.class) == null) {
            assertThat(ends.now).isLessThan(TwoEnds.SECOND);
            ends.run(TwoEnds.MILLI);
        }
        assertThat(ends.said(PppAction.Authenticated.class)).isNull();
    }

    private static void repeatFirstRequest(TwoEnds ends) {
        ends.serverEvent(new PppEvent.Frame(ends.sentByClient.getFirst()));
        ends.run(10 * TwoEnds.SECOND);
    }

    private static void assertSameKeys(TwoEnds ends) {
        assertThat(ends.networkOpenedAt).as("%s", ends.wire).isPositive();
        assertThat(ofClient(ends).sendKey())
                .hasSize(16)
                .isEqualTo(ofServer(ends).receiveKey());
        assertThat(ofClient(ends).receiveKey())
                .hasSize(16)
                .isEqualTo(ofServer(ends).sendKey());
    }

    @Test
    void beforeTheSuccessCame_theServerTellsTheKeysOfTheSecondSignIn() {
        TwoEnds ends = ends();
        ends.loseFromServer = Set.of(successOf(ends()));
        untilTheServerAccepted(ends);
        repeatFirstRequest(ends);
        assertThat(ends.said(PppAction.KeysChanged.class)).isNull();
        assertSameKeys(ends);
        assertThat(ofServer(ends).sendKey())
                .isNotEqualTo(ends.serverSaid(PppAnswererAction.Authenticated.class)
                        .result()
                        .sendKey());
    }

    @Test
    void whileTheSuccessIsOnItsWay_bothTellTheKeysOfTheSecondSignIn() {
        TwoEnds ends = ends();
        untilTheServerAccepted(ends);
        repeatFirstRequest(ends);
        assertThat(ends.said(PppAction.KeysChanged.class)).isNotNull();
        assertThat(ends.serverSaid(PppAnswererAction.KeysChanged.class)).isNotNull();
        assertSameKeys(ends);
    }

    // which of the server's frames says that the sign-in succeeded: CHAP code 3
    private static int successOf(TwoEnds ends) {
        ends.start().run(TwoEnds.SECOND);
        return ends.wire.stream()
                .filter(line -> line.startsWith("s "))
                .map(line -> line.startsWith("s c223 3"))
                .toList()
                .indexOf(true);
    }
}
