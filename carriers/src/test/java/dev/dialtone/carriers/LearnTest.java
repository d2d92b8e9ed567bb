package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A tunnel that asks the network behind its server.
class LearnTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private static TunnelRig projected() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2).dial();
        assertThat(rig.news).contains("projected");
        return rig;
    }

    /// The IP packet of the n-th question.
    private static byte[] question(TunnelRig rig, int n) {
        byte[] packet = rig.atServer.get(n);
        return Arrays.copyOfRange(packet, 8, packet.length);
    }

    @Test
    void projected_saysNothingInsideBeforeItMay_N2() throws Exception {
        TunnelRig rig = projected();
        rig.loop.advance(5_000 * MILLI);
        assertThat(rig.atServer).isEmpty();
    }

    @Test
    void learn_answered_tellsAtOnce() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.learn(LearningRequest.withoutNames(true));
        rig.loop.advance(0);
        assertThat(rig.atServer).hasSize(1);
        rig.ipToClient(Told.udp(Told.ack(Told.transaction(question(rig, 0)), "79 06 08 0a 0a090001")));
        rig.loop.advance(0);
        assertThat(rig.news).last().isEqualTo("learned");
        assertThat(Objects.requireNonNull(rig.projection).learned().routes()).hasSize(1);
    }

    @Test
    void learn_silence_isWaitedForShortlyWhenNotNeeded() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.learn(LearningRequest.withoutNames(false));
        rig.loop.advance(51 * MILLI);
        assertThat(rig.news).last().isEqualTo("learned");
    }

    @Test
    void learn_silence_isWaitedForHalfASecondWhenNeeded() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.learn(LearningRequest.withoutNames(true));
        rig.loop.advance(499 * MILLI);
        assertThat(rig.news).doesNotContain("learned");
        assertThat(rig.atServer).hasSize(2);
        rig.loop.advance(MILLI);
        assertThat(rig.news).last().isEqualTo("learned");
    }

    @Test
    void learned_lateAnswer_isAChange() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.learn(LearningRequest.withoutNames(false));
        rig.loop.advance(2_000 * MILLI);
        rig.ipToClient(Told.udp(Told.ack(Told.transaction(question(rig, 0)), "79 06 08 0a 0a090001")));
        rig.loop.advance(0);
        assertThat(rig.news).endsWith("learned", "changed");
    }

    @Test
    void closed_asksNoMore() throws Exception {
        TunnelRig rig = projected();
        rig.tunnel.learn(LearningRequest.withoutNames(false));
        rig.loop.advance(100 * MILLI);
        rig.tunnel.close();
        int before = rig.atServer.size();
        rig.loop.advance(20_000 * MILLI);
        assertThat(rig.atServer).hasSize(before);
        assertThat(rig.news).last().isEqualTo("closed");
        assertThat(rig.loop.pending()).isZero();
    }

    @Test
    void answer_isKeptFromTheHost_andOtherPacketsAreNot() throws Exception {
        TunnelRig rig = projected();
        List<byte[]> got = new ArrayList<>();
        rig.tunnel.deliverTo((buffer, offset, length) -> got.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        rig.tunnel.learn(LearningRequest.withoutNames(false));
        rig.loop.advance(0);
        byte[] answer = Told.udp(Told.ack(Told.transaction(question(rig, 0)), ""));
        byte[] other = InnerPacket.udp(Told.SERVER, 67, Told.CLIENT, 69, new byte[300]);
        rig.ipToClient(answer);
        rig.ipToClient(other);
        rig.loop.advance(MILLI);
        assertThat(got).singleElement().isEqualTo(other);
        // once it was heard nobody waits for another
        rig.ipToClient(answer);
        rig.loop.advance(MILLI);
        assertThat(got).hasSize(2);
    }

    /// The answer of a name server is for us while we wait for it; before and after that, and on any other port,
    /// packets
    /// from port 53 are the host's.
    @Test
    void nameServersAnswer_isKeptFromTheHost_andOtherPacketsAreNot() throws Exception {
        TunnelRig rig = projected();
        List<byte[]> got = new ArrayList<>();
        rig.tunnel.deliverTo((buffer, offset, length) -> got.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        rig.tunnel.learn(new LearningRequest(false, LearningRequest.Names.ASKED, ""));
        rig.loop.advance(0);
        byte[] question = question(rig, 1);
        int port = InnerPacket.u16(question, 20);
        byte[] answer = Arrays.copyOfRange(question, 28, question.length);
        answer[2] |= (byte) 0x80;
        // the rig's answerer tells its own address as its name server
        byte[] packet = InnerPacket.udp(Told.SERVER, 53, Told.CLIENT, port, answer);
        byte[] other = InnerPacket.udp(Told.SERVER, 53, Told.CLIENT, port - 1, answer);
        rig.ipToClient(other);
        rig.ipToClient(packet);
        rig.loop.advance(MILLI);
        assertThat(got).singleElement().isEqualTo(other);
        rig.loop.advance(100 * MILLI);
        assertThat(Objects.requireNonNull(rig.projection).learned().names())
                .containsExactly(new NameServer(Told.SERVER, NameServer.Standing.ANSWERING));
        rig.ipToClient(packet);
        rig.loop.advance(MILLI);
        assertThat(got).hasSize(2);
    }

    /// Advertisements in every form that a host might understand, and what only resembles them.
    @Test
    void advertisements_areKeptFromTheHost() {
        VirtualLoop loop = new VirtualLoop();
        List<byte[]> overheard = new ArrayList<>();
        List<byte[]> delivered = new ArrayList<>();
        SstpTraffic traffic = new SstpTraffic(SstpFramer.ofAnswers(), loop, new Overhearing(overheard));
        traffic.open(new NoTransport(), true, true);
        traffic.deliverTo(
                (buffer, offset, length) -> delivered.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        traffic.overhear(new Overheard(false, true, 0));
        byte[] head = "HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        traffic.received(head, 0, head.length);
        byte[] plain = Told.advertised(9, "");
        byte[] solicited = plain.clone();
        solicited[40] = (byte) 136;
        byte[] behindOptions = new byte[plain.length + 8];
        System.arraycopy(plain, 0, behindOptions, 0, 40);
        behindOptions[6] = 0;
        behindOptions[40] = 58;
        System.arraycopy(plain, 40, behindOptions, 48, plain.length - 40);
        byte[] cutShort = Arrays.copyOf(behindOptions, 48);
        byte[] tcp = plain.clone();
        tcp[6] = 6;
        for (byte[] packet : List.of(plain, solicited, behindOptions, cutShort, tcp)) {
            byte[] sstp = SstpPacket.data(InnerPacket.framed(packet));
            traffic.received(sstp, 0, sstp.length);
        }
        loop.advance(0);
        assertThat(overheard).containsExactly(plain, behindOptions);
        assertThat(delivered).containsExactly(solicited, cutShort, tcp);
    }

    private record Overhearing(List<byte[]> packets) implements SstpTraffic.Control {
        @Override
        public void head(byte[] head) {}

        @Override
        public void control(byte[] packet) {}

        @Override
        public void frame(byte[] frame) {}

        @Override
        public void packet(byte[] packet) {
            packets.add(packet);
        }

        @Override
        public void dataSent() {}

        @Override
        public void malformed(String reason) {
            throw new AssertionError(reason);
        }
    }

    private static final class NoTransport implements Transport {
        @Override
        public void send(byte[] buffer, int offset, int length) {}

        @Override
        public void write(byte[] buffer, int offset, int length) {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }
}
