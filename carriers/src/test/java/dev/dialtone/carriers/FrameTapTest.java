package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.PacketBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTapTest {
    /// Notes what passes.
    private static final class Noting implements FrameTap {
        final List<String> protocols = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        boolean on = true;
        int asked;

        @Override
        public boolean isOn() {
            asked++;
            return on;
        }

        @Override
        public void received(byte[] buffer, int offset, int length) {
            note("<", buffer, offset, length);
        }

        @Override
        public void sent(byte[] buffer, int offset, int length) {
            note(">", buffer, offset, length);
        }

        private void note(String direction, byte[] buffer, int offset, int length) {
            byte[] frame = Arrays.copyOfRange(buffer, offset, offset + length);
            assertThat(frame).as("address and control").startsWith(0xFF, 0x03);
            protocols.add(direction + HexFormat.of().formatHex(frame, 2, 4));
            frames.add(frame);
        }

        String text() {
            StringBuilder all = new StringBuilder();
            frames.forEach(frame -> all.append(new String(frame, StandardCharsets.ISO_8859_1)));
            return all.toString();
        }
    }

    private static byte[] packet(int length) {
        byte[] packet = new byte[length];
        packet[0] = 0x45;
        packet[length - 1] = 77;
        return packet;
    }

    @Test
    void tap_seesTheWholeNegotiationInOrder() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.PAP);
        Noting tap = new Noting();
        rig.tunnel.tap(tap);
        rig.dial();

        assertThat(rig.news).contains("projected");
        assertThat(tap.protocols)
                .containsSubsequence(">c021", "<c021", ">c023", "<c023", ">8021", "<8021")
                .doesNotContain(">0021", "<0021");
        assertThat(tap.protocols.getFirst()).endsWith("c021");
        // as it is on the wire: what masks it is the tap's own business
        assertThat(tap.text()).contains("secret");

        rig.tunnel.close();
        rig.loop.advance(5_000_000_000L);
        assertThat(tap.protocols.getLast()).as("the farewell").isEqualTo("<c021");
    }

    @Test
    void tap_seesPacketsOfBothDirections_eachByItself() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        Noting tap = new Noting();
        rig.tunnel.tap(tap);
        rig.dial();
        rig.tunnel.deliverTo((_, _, _) -> {});
        tap.protocols.clear();
        tap.frames.clear();
        tap.asked = 0;

        PacketBatch batch = rig.tunnel.batch();
        for (int length : new int[] {20, 1400, 21}) {
            byte[] packet = packet(length);
            batch.add(packet, 0, length);
        }
        batch.flush();
        assertThat(tap.asked).as("asked once for a batch").isEqualTo(1);
        rig.ipToClient(packet(99));
        rig.loop.advance(1);

        assertThat(tap.protocols).containsExactly(">0021", ">0021", ">0021", "<0021");
        assertThat(tap.frames.stream().map(frame -> frame.length).toList()).containsExactly(24, 1404, 25, 103);
        assertThat(tap.frames).allSatisfy(frame -> assertThat(frame).endsWith(77));
    }

    @Test
    void tap_seesTheQuestionsToTheNetworkInside_beforeTheirAnswers() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        Noting tap = new Noting();
        rig.tunnel.tap(tap);
        rig.dial();
        tap.protocols.clear();
        rig.tunnel.learn(LearningRequest.withoutNames(true));
        rig.loop.advance(0);
        byte[] question = rig.atServer.getFirst();
        rig.ipToClient(Told.udp(Told.ack(Told.transaction(Arrays.copyOfRange(question, 8, question.length)), "")));
        rig.loop.advance(0);
        assertThat(tap.protocols).containsExactly(">0021", "<0021");
    }

    @Test
    void tapThatIsOff_isGivenNothing_andThatIsTurnedOnLater_fromThenOn() throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2);
        Noting tap = new Noting();
        tap.on = false;
        rig.tunnel.tap(tap);
        rig.dial();
        rig.ipToServer(packet(40));
        assertThat(tap.frames).isEmpty();

        tap.on = true;
        rig.ipToServer(packet(40));
        assertThat(tap.protocols).containsExactly(">0021");
    }
}
