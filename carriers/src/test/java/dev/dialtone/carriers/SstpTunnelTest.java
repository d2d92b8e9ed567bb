package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.SstpPacket.CallAbort;
import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The whole tunnel against our own server, in virtual time.
class SstpTunnelTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static byte[] ipv4(int length) {
        byte[] packet = new byte[length];
        packet[0] = 0x45;
        return packet;
    }

    private static TunnelRig projected() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        assertThat(rig.news).contains("projected");
        return rig;
    }

    @Test
    void dial_goesThroughEveryPhaseOnce_andBindsTheSignIn() throws Exception {
        TunnelRig rig = projected();
        assertThat(rig.news)
                .containsExactly(
                        "connected",
                        "established",
                        "asked mschapv2",
                        "server let user in",
                        "authenticated mschapv2",
                        "server bound",
                        "projected");
        TunnelProjection got = Objects.requireNonNull(rig.projection);
        assertThat(got.ipv4()).hasToString("/10.9.0.7");
        assertThat(got.ipv4Peer()).hasToString("/10.9.0.1");
        assertThat(got.mtuBytes()).isEqualTo(1400);
        assertThat(got.authMethod()).isEqualTo("mschapv2");
    }

    @Test
    void pap_bindsWithAZeroKey() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP).dial();
        assertThat(rig.news).contains("asked pap", "server bound", "projected");
    }

    @Test
    void noAuthentication_bindsToo() throws Exception {
        TunnelRig rig = new TunnelRig(null, true).dial();
        assertThat(rig.news)
                .contains("authenticated none", "server bound", "projected")
                .doesNotContain("asked none");
    }

    @Test
    void serverThatWaitsForUs_connectsAsWell() throws Exception {
        assertThat(new TunnelRig(AuthMethod.MSCHAPV2, false).dial().news).contains("projected");
    }

    @Test
    void phases_waitForTheOwner() throws Exception {
        String[] ends = {"connected", "established", "asked mschapv2", "authenticated mschapv2"};
        for (int stop = 1; stop <= ends.length; stop++) {
            TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
            rig.stopAfter = stop;
            rig.dial();
            assertThat(rig.news).last().isEqualTo(ends[stop - 1]);
        }
    }

    @Test
    void phaseOutOfOrder_isAProgrammersError() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        assertThatThrownBy(rig.tunnel::establish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NEW");
    }

    @Test
    void packets_passBothWaysAndAreCounted() throws Exception {
        TunnelRig rig = projected();
        List<byte[]> got = new ArrayList<>();
        rig.tunnel.deliverTo((buffer, offset, length) -> got.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        byte[] packet = ipv4(100);
        packet[99] = 42;
        rig.ipToServer(packet);
        rig.ipToClient(packet);
        // compressed: no FF 03, one byte of protocol
        byte[] compressed = new byte[101];
        compressed[0] = 0x21;
        System.arraycopy(packet, 0, compressed, 1, 100);
        rig.toClient(SstpPacket.data(compressed));
        rig.loop.settle();

        assertThat(rig.atServer).hasSize(1);
        assertThat(rig.atServer.getFirst())
                .startsWith(0x10, 0x00, 0x00, 108, 0xFF, 0x03, 0x00, 0x21, 0x45)
                .endsWith(42);
        assertThat(got).hasSize(2).allSatisfy(one -> assertThat(one).isEqualTo(packet));
        assertThat(rig.tunnel.counters()).isEqualTo(new TunnelCounters(100, 200, 1, 2, 0));
    }

    @Test
    void packetsThatCannotPass_areDroppedAndCounted() throws Exception {
        TunnelRig rig = projected();
        byte[] ipv6 = new byte[60];
        ipv6[0] = 0x60;
        rig.ipToServer(ipv6);
        rig.ipToServer(new byte[20]);
        rig.ipToServer(ipv4(5000));
        rig.ipToServer(new byte[0]);
        rig.ipToClient(ipv4(20));
        rig.loop.settle();
        assertThat(rig.tunnel.counters()).isEqualTo(new TunnelCounters(0, 0, 0, 0, 5));
    }

    @Test
    void packetsBeforeProjected_areDropped() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.stopAfter = 2;
        rig.dial();
        rig.ipToServer(ipv4(20));
        assertThat(rig.atServer).isEmpty();
        assertThat(rig.tunnel.counters().dropped()).isEqualTo(1);
    }

    @Test
    void close_saysGoodbyeInBothLayers_andLeavesNoTimer() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.close();
        rig.tunnel.close();
        rig.loop.advance(SECOND / 10);
        rig.tunnel.abort();
        rig.loop.settle();
        assertThat(rig.news).endsWith("projected", "server failed 629", "closed");
        assertThat(rig.carrierClosed).isTrue();
        rig.loop.advance(10 * SECOND);
        assertThat(rig.loop.pending()).isZero();
    }

    @Test
    void close_ofASilentServer_takesTwoSecondsAtMost() throws Exception {
        TunnelRig rig = projected();
        rig.serverSilent = true;
        rig.tunnel.close();
        rig.loop.advance(2 * SECOND);
        assertThat(rig.news).endsWith("closed");
    }

    @Test
    void close_beforeConnect_isClosed() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.tunnel.close();
        assertThat(rig.news).isEmpty();
        rig.loop.settle();
        assertThat(rig.news).containsExactly("closed");
        rig.tunnel.connect();
        rig.loop.advance(SECOND);
        assertThat(rig.news).containsExactly("closed");
    }

    @Test
    void close_inEveryPhase_closesOnce() throws Exception {
        for (int stop = 1; stop <= 5; stop++) {
            TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
            rig.stopAfter = stop;
            rig.dial();
            rig.tunnel.close();
            rig.loop.advance(3 * SECOND);
            assertThat(rig.news).last().isEqualTo("closed");
            assertThat(rig.news).filteredOn("closed"::equals).hasSize(1);
            assertThat(rig.failures).isEmpty();
        }
    }

    @Test
    void abort_inEveryPhase_closesOnceWithoutFarewell() throws Exception {
        for (int stop = 1; stop <= 5; stop++) {
            TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
            rig.stopAfter = stop;
            rig.dial();
            rig.tunnel.abort();
            rig.tunnel.abort();
            rig.loop.settle();
            assertThat(rig.news).last().isEqualTo("closed");
            assertThat(rig.news).doesNotContain("server failed 629");
        }
    }

    @Test
    void connecting_http404_fails808() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.serverHead = "HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        rig.dial();
        assertThat(rig.news).containsExactly("failed 808 http");
    }

    @Test
    void connecting_garbage_fails808() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.serverHead = "220 mail.example.test ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
        rig.dial();
        assertThat(rig.news).containsExactly("failed 808 http");
    }

    @Test
    void connecting_silence_fails809After60s() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.serverSilent = true;
        rig.dial();
        rig.loop.advance(60 * SECOND);
        assertThat(rig.news).startsWith("failed 809 http");
    }

    @Test
    void wrongBinding_fails778() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        rig.spoilKeys = true;
        rig.dial();
        assertThat(rig.news).contains("server failed 778", "failed 778 sstp").doesNotContain("projected");
    }

    @Test
    void carrierCut_beforeTheLinkIsUp_fails619() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        rig.stopAfter = 1;
        rig.dial();
        rig.endCarrier(Failure.retryable(619, Layer.TCP, "The server cut the connection."));
        rig.loop.settle();
        assertThat(rig.news).endsWith("failed 619 tcp");
        assertThat(rig.failures.getFirst().retryable()).isTrue();
        rig.tunnel.close();
        rig.loop.settle();
        assertThat(rig.news).endsWith("failed 619 tcp", "closed");
    }

    @Test
    void carrierCut_whileSigningIn_fails619NamingThePhase() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        rig.stopAfter = 3;
        rig.dial();
        rig.endCarrier(null);
        rig.loop.settle();
        assertThat(rig.failures.getFirst().error()).isEqualTo(619);
        assertThat(rig.failures.getFirst().reason()).contains("sign-in");
    }

    @Test
    void carrierCut_onceProjected_fails829Retryable() throws Exception {
        TunnelRig rig = projected();
        rig.endCarrier(Failure.retryable(619, Layer.TCP, "Connection reset."));
        rig.loop.settle();
        assertThat(rig.news).endsWith("failed 829 tcp");
        assertThat(rig.failures.getFirst().retryable()).isTrue();
    }

    @Test
    void carrierEndedInOrder_onceProjected_fails629() throws Exception {
        TunnelRig rig = projected();
        rig.endCarrier(null);
        rig.loop.settle();
        assertThat(rig.news).endsWith("failed 629 tls");
    }

    @Test
    void serverDisconnects_onceProjected_fails629AndClosesOnce() throws Exception {
        TunnelRig rig = projected();
        rig.server(new SstpEvent.Disconnect());
        rig.loop.settle();
        assertThat(rig.news).contains("failed 629 sstp");
        rig.tunnel.close();
        rig.loop.advance(3 * SECOND);
        assertThat(rig.failures).hasSize(1);
        assertThat(rig.news).last().isEqualTo("closed");
    }

    @Test
    void serverAborts_onceProjected_fails629WithItsStatus() throws Exception {
        TunnelRig rig = projected();
        rig.toClient(SstpPacket.encode(new CallAbort(List.of(new StatusInfo(0, 5)))));
        rig.loop.settle();
        assertThat(rig.failures.getFirst().error()).isEqualTo(629);
        assertThat(rig.failures.getFirst().peerText()).isEqualTo("ATTRIB_STATUS_UNACCEPTED_FRAME_RECEIVED");
    }

    @Test
    void brokenStream_fails722() throws Exception {
        TunnelRig rig = projected();
        rig.toClient(new byte[] {0x33, 0, 0, 0});
        rig.loop.settle();
        assertThat(rig.news).endsWith("failed 722 sstp");
    }

    @Test
    void failureAfterClose_isNotTold() throws Exception {
        TunnelRig rig = projected();
        rig.endCarrier(Failure.retryable(619, Layer.TCP, "Connection reset."));
        rig.tunnel.close();
        rig.loop.advance(3 * SECOND);
        assertThat(rig.failures).isEmpty();
        assertThat(rig.news).last().isEqualTo("closed");
    }

    @Test
    void silentServer_onceProjected_fails829AfterTwoMinutes() throws Exception {
        TunnelRig rig = projected();
        rig.serverSilent = true;
        rig.loop.advance(118 * SECOND);
        assertThat(rig.failures).isEmpty();
        rig.loop.advance(2 * SECOND);
        assertThat(rig.failures.getFirst().error()).isEqualTo(829);
    }

    @Test
    void traffic_keepsTheTunnelAliveWithoutEchoes() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.deliverTo((buffer, offset, length) -> {});
        for (int i = 0; i < 20; i++) {
            rig.ipToClient(ipv4(20));
            rig.loop.advance(30 * SECOND);
        }
        assertThat(rig.failures).isEmpty();
    }

    @Test
    void frameFlood_doesNotFillTheLoop() throws Exception {
        TunnelRig rig = projected();
        byte[] flood = new byte[8 * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(SstpPacket.encode(new SstpPacket.EchoRequest()), 0, flood, 8 * i, 8);
        }
        Objects.requireNonNull(rig.client).received(flood, 0, flood.length);
        assertThat(rig.tunnel.counters().dropped()).isEqualTo(744);
        rig.loop.settle();
        assertThat(rig.failures).isEmpty();
    }
}
