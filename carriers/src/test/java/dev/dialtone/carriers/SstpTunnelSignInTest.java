package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.ppp.Accounts;
import dev.dialtone.ppp.PppEvent;
import dev.dialtone.ppp.RefusalPolicy;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Refused, retried and changed sign-ins, and probes, of the whole tunnel against our own server, in virtual time.
/// The dial starts with the password `secret`.
class SstpTunnelSignInTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final RefusalPolicy TWICE_MORE = new RefusalPolicy(2, false);

    private static final class Account implements Accounts {
        private Secret password;
        private boolean expired;

        private Account(String password, boolean expired) {
            this.password = secret(password);
            this.expired = expired;
        }

        @Override
        public @Nullable Secret password(String user) {
            return password;
        }

        @Override
        public boolean expired(String user) {
            return expired;
        }

        @Override
        public boolean change(String user, Secret newPassword) {
            if (newPassword.useChars(chars -> chars.length < 6)) {
                return false;
            }
            password = newPassword.copy();
            expired = false;
            return true;
        }
    }

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static Consumer<Tunnel> retry(String password) {
        return tunnel -> tunnel.retry("user", secret(password));
    }

    private static Consumer<Tunnel> change(String password) {
        return tunnel -> tunnel.changePassword(secret(password));
    }

    @SafeVarargs
    private static TunnelRig dial(Account account, RefusalPolicy policy, Consumer<Tunnel>... offers) throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2, true, account, policy);
        rig.offers.addAll(List.of(offers));
        return rig.dial();
    }

    /// Refused, and its owner has nothing to offer yet.
    private static TunnelRig waiting() throws Exception {
        TunnelRig rig = dial(new Account("right one", false), TWICE_MORE);
        assertThat(rig.news).endsWith("refused 691");
        rig.fromClient.clear();
        return rig;
    }

    private static void chap(TunnelRig rig, String hex) {
        rig.toClient(SstpPacket.data(HexFormat.of().parseHex("ff03" + hex)));
    }

    @Test
    void wrongThenRight_connectsOnTheSameTunnel_andBindsTheSecond() throws Exception {
        TunnelRig rig = dial(new Account("right one", false), TWICE_MORE, retry("wrong"), retry("right one"));
        assertThat(rig.news)
                .containsExactly(
                        "connected",
                        "established",
                        "asked mschapv2",
                        "refused 691",
                        "asked mschapv2",
                        "refused 691",
                        "asked mschapv2",
                        "server let user in",
                        "authenticated mschapv2",
                        "server bound",
                        "projected");
    }

    @Test
    void retry_nothingIsSentBeforeRespond_N2() throws Exception {
        TunnelRig rig = waiting();
        rig.stopAfter = 0;
        rig.tunnel.retry("user", secret("right one"));
        rig.loop.advance(30 * SECOND);
        assertThat(rig.news).endsWith("refused 691", "asked mschapv2");
        assertThat(rig.fromClient).isEmpty();
        rig.stopAfter = Integer.MAX_VALUE;
        rig.tunnel.respond();
        rig.loop.advance(SECOND);
        assertThat(rig.news).endsWith("server bound", "projected");
    }

    @Test
    void wrongOftenerThanAllowed_fails691() throws Exception {
        TunnelRig rig = dial(new Account("right one", false), TWICE_MORE, retry("wrong"), retry("wrong again"));
        assertThat(rig.news).endsWith("refused 691", "asked mschapv2", "failed 691 auth");
    }

    @Test
    void expiredThenChanged_connects_andTheServerTakesTheBindingOfTheNewPassword() throws Exception {
        Account account = new Account("secret", true);
        TunnelRig rig = dial(account, RefusalPolicy.FINAL, change("a better one"));
        assertThat(rig.news)
                .containsExactly(
                        "connected",
                        "established",
                        "asked mschapv2",
                        "refused 648 may change",
                        "server let user in",
                        "authenticated mschapv2",
                        "server bound",
                        "projected");
        String known = account.password.useChars(String::new);
        assertThat(known).isEqualTo("a better one");
    }

    @Test
    void changeRefusedWith709_thenRetried_connects() throws Exception {
        TunnelRig rig = dial(new Account("secret", true), RefusalPolicy.FINAL, change("short"), change("a better one"));
        assertThat(rig.news)
                .containsSubsequence("refused 648 may change", "refused 709 may change", "server bound", "projected");
        assertThat(rig.failures).isEmpty();
    }

    @Test
    void changed_wrongKeys_wouldNotBind() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2, true, new Account("secret", true), RefusalPolicy.FINAL);
        rig.spoilKeys = true;
        rig.offers.add(change("a better one"));
        rig.dial();
        assertThat(rig.news).contains("server failed 778", "failed 778 sstp").doesNotContain("projected");
    }

    @Test
    void waiting_echoesAreAnsweredAndNoTimerEndsIt_P2() throws Exception {
        TunnelRig rig = waiting();
        for (int minute = 0; minute < 30; minute++) {
            rig.toClient(SstpPacket.encode(new SstpPacket.EchoRequest()));
            chap(rig, "c021" + "09050008" + "00000000");
            rig.loop.advance(60 * SECOND);
        }
        assertThat(rig.failures).isEmpty();
        assertThat(rig.news).endsWith("refused 691");
        assertThat(rig.fromClient).hasSize(60);
        byte[] echoResponse = SstpPacket.encode(new SstpPacket.EchoResponse());
        assertThat(rig.fromClient).filteredOn(echoResponse::equals).isEmpty();
        assertThat(rig.fromClient)
                .filteredOn(packet -> java.util.Arrays.equals(packet, echoResponse))
                .hasSize(30);
        assertThat(rig.fromClient)
                .filteredOn(packet -> packet[6] == (byte) 0xC0 && packet[7] == 0x21 && packet[8] == 10)
                .hasSize(30);
        rig.tunnel.retry("user", secret("right one"));
        rig.loop.advance(SECOND);
        assertThat(rig.news).endsWith("server bound", "projected");
    }

    @Test
    void waiting_carrierCut_fails619NamingThePhase() throws Exception {
        TunnelRig rig = waiting();
        rig.endCarrier(Failure.retryable(619, Layer.TCP, "Connection reset."));
        rig.loop.settle();
        assertThat(rig.news).endsWith("refused 691", "failed 619 tcp");
        assertThat(rig.failures.getFirst().reason()).contains("waited for its user");
        // an answer that crosses the news is too late, and no fault
        rig.tunnel.retry("user", secret("right one"));
        rig.loop.advance(SECOND);
        assertThat(rig.news).endsWith("failed 619 tcp");
        rig.tunnel.close();
        rig.loop.advance(SECOND);
        assertThat(rig.news).endsWith("closed");
    }

    @Test
    void waiting_serverTerminates_fails734() throws Exception {
        TunnelRig rig = waiting();
        rig.link(new PppEvent.Close());
        rig.loop.settle();
        assertThat(rig.news).endsWith("refused 691", "failed 734 lcp");
    }

    @Test
    void refusedAndTerminatedInOneBreath_bothAreTold() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        rig.stopAfter = 3;
        rig.dial();
        rig.serverSilent = true;
        rig.tunnel.respond();
        rig.loop.settle();
        byte[] response = rig.fromClient.getLast();
        rig.serverSilent = false;
        String identifier = HexFormat.of().toHexDigits(response[9]);
        byte[] message = ("E=691 R=1 C=" + "0".repeat(32) + " V=0 M=Access denied").getBytes();
        chap(
                rig,
                "c223" + "04" + identifier + "%04x".formatted(message.length + 4)
                        + HexFormat.of().formatHex(message));
        chap(rig, "c021" + "05110004");
        rig.endCarrier(null);
        rig.loop.settle();
        assertThat(rig.news).endsWith("refused 691", "failed 734 lcp");
    }

    @Test
    void waiting_closeAndAbort_close() throws Exception {
        TunnelRig closed = waiting();
        closed.tunnel.close();
        closed.loop.advance(3 * SECOND);
        assertThat(closed.news).endsWith("closed");
        assertThat(closed.failures).isEmpty();
        assertThat(closed.loop.pending()).isZero();
        TunnelRig aborted = waiting();
        aborted.tunnel.abort();
        aborted.loop.settle();
        assertThat(aborted.news).endsWith("closed");
    }

    @Test
    void softEthersWay_refusedForGoodAndCut_fails691() throws Exception {
        TunnelRig rig = dial(new Account("right one", false), new RefusalPolicy(0, true), retry("right one"));
        assertThat(rig.news).endsWith("asked mschapv2", "failed 691 auth");
        assertThat(rig.carrierClosed).isTrue();
        assertThat(rig.failures).hasSize(1);
    }

    @Test
    void retryOutOfPlace_isAProgrammersError() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        assertThatThrownBy(() -> rig.tunnel.retry("user", secret("x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.tunnel.changePassword(secret("x"))).isInstanceOf(IllegalStateException.class);
        TunnelRig unoffered = waiting();
        assertThatThrownBy(() -> unoffered.tunnel.changePassword(secret("x")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void projected_probeOfALivingServer_changesNothing() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        rig.fromClient.clear();
        rig.tunnel.probe();
        rig.loop.advance(10 * SECOND);
        assertThat(rig.fromClient)
                .singleElement()
                .satisfies(packet -> assertThat(packet[8]).isEqualTo((byte) 9));
        assertThat(rig.failures).isEmpty();
    }

    @Test
    void projected_probeOfASilentServer_fails829InFiveSeconds() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        rig.ipToClient(new byte[20]);
        rig.loop.advance(SECOND);
        rig.serverSilent = true;
        rig.tunnel.probe();
        rig.loop.advance(4_900_000_000L);
        assertThat(rig.failures).isEmpty();
        rig.loop.advance(200_000_000L);
        assertThat(rig.news).endsWith("failed 829 lcp");
        assertThat(rig.failures.getFirst().retryable()).isTrue();
    }

    @Test
    void probed_dataAlone_isLife() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        rig.loop.advance(SECOND);
        rig.serverSilent = true;
        rig.tunnel.probe();
        rig.loop.advance(4 * SECOND);
        rig.serverSilent = false;
        rig.ipToClient(new byte[20]);
        rig.loop.settle();
        rig.serverSilent = true;
        rig.loop.advance(20 * SECOND);
        assertThat(rig.failures).isEmpty();
    }

    @Test
    void beforeProjected_probe_doesNothing() throws Exception {
        TunnelRig rig = waiting();
        rig.tunnel.probe();
        rig.serverSilent = true;
        rig.loop.advance(20 * SECOND);
        assertThat(rig.fromClient).isEmpty();
        assertThat(rig.failures).isEmpty();
    }
}
