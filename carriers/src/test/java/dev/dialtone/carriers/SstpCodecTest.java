package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SstpCodecTest {

    static SstpPacket value(Decoded<SstpPacket> decoded) {
        return ((Decoded.Ok<SstpPacket>) decoded).value();
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static List<SstpPacket> all() {
        List<StatusInfo> status = List.of(new StatusInfo(3, 4), new StatusInfo(0, 8));
        return List.of(
                new SstpPacket.CallConnectRequest(1),
                new SstpPacket.CallConnectAck(3, filled(32, 0xA5)),
                new SstpPacket.CallConnectNak(status),
                new SstpPacket.CallConnected(2, filled(32, 1), filled(32, 2), filled(32, 3)),
                new SstpPacket.CallConnected(1, filled(32, 1), filled(20, 2), filled(20, 3)),
                new SstpPacket.CallAbort(status),
                new SstpPacket.CallAbort(List.of()),
                new SstpPacket.CallDisconnect(status),
                new SstpPacket.CallDisconnectAck(),
                new SstpPacket.EchoRequest(),
                new SstpPacket.EchoResponse(),
                new SstpPacket.Unknown(0x77));
    }

    @Test
    void roundTripsEveryMessage() {
        for (SstpPacket packet : all()) {
            SstpPacket back = value(SstpCodec.decode(SstpCodec.encode(packet)));
            assertThat(back).usingRecursiveComparison().isEqualTo(packet);
            assertThat(back).hasSameClassAs(packet);
        }
    }

    @Test
    void encodesTheSpecificationsExamples() {
        // [MS-SSTP] §4.7: Call-Connect-Request for PPP
        assertThat(SstpCodec.encode(new SstpPacket.CallConnectRequest(1)))
                .isEqualTo(HexFormat.of().parseHex("1001000e00010001000100060001"));
        assertThat(SstpCodec.encode(new SstpPacket.EchoRequest()))
                .isEqualTo(HexFormat.of().parseHex("1001000800080000"));
        assertThat(SstpCodec.encode(new SstpPacket.CallAbort(List.of(new StatusInfo(3, 4)))))
                .isEqualTo(HexFormat.of().parseHex("1001001400050001" + "0002000c" + "00000003" + "00000004"));
    }

    @Test
    void encodesTheLengthsOfTheSpecification() {
        assertThat(SstpCodec.encode(new SstpPacket.CallConnectAck(1, new byte[32])))
                .hasSize(48);
        assertThat(SstpCodec.encode(new SstpPacket.CallConnected(1, new byte[32], new byte[20], new byte[20])))
                .hasSize(112);
    }

    @Test
    void rejectsEveryTruncation() {
        for (SstpPacket packet : all()) {
            byte[] whole = SstpCodec.encode(packet);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThat(SstpCodec.decode(cut)).isInstanceOf(Decoded.Malformed.class);
                if (length >= 8) {
                    // the same with a length field that tells the truth
                    cut[2] = (byte) (length >> 8);
                    cut[3] = (byte) length;
                    assertThat(SstpCodec.decode(cut)).isInstanceOf(Decoded.Malformed.class);
                }
            }
        }
    }

    @Test
    void survivesEveryCorruptedByte() {
        List<Object> outcomes = new ArrayList<>();
        for (SstpPacket packet : all()) {
            byte[] whole = SstpCodec.encode(packet);
            for (int at = 0; at < whole.length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] bad = whole.clone();
                    bad[at] = (byte) value;
                    outcomes.add(SstpCodec.decode(bad));
                }
            }
        }
        assertThat(outcomes).doesNotContainNull();
    }

    @Test
    void rejectsMessagesWithoutWhatTheyNeed() {
        for (String type : List.of("01", "02", "04")) {
            assertThat(SstpCodec.decode(HexFormat.of().parseHex("1001000800" + type + "0000")))
                    .isInstanceOf(Decoded.Malformed.class);
        }
    }

    @Test
    void decodesPastUnknownAttributes() {
        byte[] packet = HexFormat.of().parseHex("10010014000100020099" + "0006abcd" + "000100060001");
        assertThat(value(SstpCodec.decode(packet))).isEqualTo(new SstpPacket.CallConnectRequest(1));
    }

    @Test
    void statusInfo_speaksTheSpecificationsWords() {
        assertThat(new StatusInfo(3, 4).words()).isEqualTo("ATTRIB_STATUS_VALUE_NOT_SUPPORTED for the crypto binding");
        assertThat(new StatusInfo(0, 0x63).words().toLowerCase(Locale.ROOT)).isEqualTo("status 0x63");
    }
}
