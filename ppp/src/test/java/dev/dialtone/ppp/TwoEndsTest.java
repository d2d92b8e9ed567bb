package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.ppp.PppAnswererScript.Misbehaviour;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Our dialling and our answering end against each other.
class TwoEndsTest {

    @ParameterizedTest
    @EnumSource(AuthMethod.class)
    void connectsWithEveryMethodAndBothProtocols(AuthMethod method) {
        TwoEnds ends = TwoEnds.honest(TwoEnds.config(Set.of(method), true), TwoEnds.answerer(method, true))
                .start()
                .run(TwoEnds.SECOND);

        NetworkResult result = ends.said(PppAction.NetworkChanged.class) == null
                ? ends.said(PppAction.NetworkOpened.class).result()
                : ends.said(PppAction.NetworkChanged.class).result();
        assertThat(result.ipv4())
                .isEqualTo(new NetworkResult.Ipv4(
                        TwoEnds.ip("10.0.0.77"),
                        TwoEnds.ip("10.0.0.1"),
                        java.util.List.of(TwoEnds.ip("10.0.0.2"), TwoEnds.ip("10.0.0.3")),
                        java.util.List.of(TwoEnds.ip("10.0.0.4"))));
        assertThat(result.ipv6()).isNotNull();
        assertThat(result.ipv6Failure()).isNull();
        AuthResult mine = ends.said(PppAction.Authenticated.class).result();
        PppAnswererAction.Authenticated theirs = ends.serverSaid(PppAnswererAction.Authenticated.class);
        assertThat(mine.method()).isEqualTo(method);
        assertThat(theirs.user()).isEqualTo(TwoEnds.USER);
        assertThat(mine.sendKey())
                .isEqualTo(theirs.result().receiveKey())
                .hasSize(method == AuthMethod.MSCHAPV2 ? 16 : 0);
        assertThat(mine.receiveKey()).isEqualTo(theirs.result().sendKey());
        assertThat(ends.networkOpenedAt).isLessThan(100 * TwoEnds.MILLI);
    }

    @Test
    void connectsWithoutAuthentication() {
        TwoEnds ends = TwoEnds.honest(TwoEnds.config(Set.of(AuthMethod.PAP), false), TwoEnds.answerer(null, false))
                .start()
                .run(TwoEnds.SECOND);

        assertThat(ends.said(PppAction.AuthenticationAsked.class)).isNull();
        assertThat(ends.said(PppAction.Authenticated.class).result().method()).isNull();
        assertThat(ends.said(PppAction.NetworkOpened.class)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT_LCP, 721",
        "NAK_LCP_FOREVER, 732",
        "TERMINATE_AFTER_LCP, 734",
        "SILENT_AUTHENTICATION, 718",
        "FALSE_PROOF, 778",
        "TERMINATE_AFTER_AUTHENTICATION, 734",
        "SILENT_IPCP, 718",
        "NAK_IPCP_FOREVER, 732",
        "NAK_ZERO_ADDRESS, 738",
        "REJECT_ADDRESS, 738",
        "REJECT_IPCP, 733"
    })
    void failsAsScripted(Misbehaviour misbehaviour, int error) {
        TwoEnds ends =
                TwoEnds.scripted(PppAnswererScript.of(misbehaviour)).start().run(90 * TwoEnds.SECOND);

        assertThat(ends.failure()).as("%s", ends.wire).isEqualTo(error);
    }
}
