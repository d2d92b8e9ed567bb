package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Frames, control packets and options on the wire.
class CodecTest {
    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static PppFrame frame(String text) {
        return ((Decoded.Ok<PppFrame>) PppFrame.decode(hex(text))).value();
    }

    @ParameterizedTest
    @CsvSource({"ff03 c021 0102, c021", "c021 0102, c021", "ff03 21 0102, 0021", "21 0102, 0021", "ff03 0021 0102, 0021"
    })
    void frame_decodesEveryHeaderForm(String text, String protocol) {
        assertThat(frame(text).protocol()).isEqualTo(Integer.parseInt(protocol, 16));
        assertThat(frame(text).information()).isEqualTo(hex("0102"));
    }

    @Test
    void frame_encodesInFull() {
        assertThat(new PppFrame(0x21, hex("45")).encode()).isEqualTo(hex("ff03 0021 45"));
    }

    @ParameterizedTest
    @CsvSource({"''", "ff", "ff03", "c0", "ff03 c0", "c020 01", "ff03 0020"})
    void frame_rejectsWhatIsNone(String text) {
        assertThat(PppFrame.decode(hex(text)))
                .isInstanceOfAny(Decoded.Malformed.class, Decoded.Ok.class)
                .satisfies(decoded -> {
                    if (decoded instanceof Decoded.Ok<PppFrame>(PppFrame frame, int _)) {
                        // a lone FF is one byte of an odd, compressed protocol number
                        assertThat(frame.protocol()).isEqualTo(0xFF);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "01 05 000e 0104 05dc 0506 01020304, ConfigureRequest",
        "02 05 0004, ConfigureAck",
        "03 05 0009 0305 c223 81, ConfigureNak",
        "04 05 0007 ee03 aa, ConfigureReject",
        "05 05 0007 627965, TerminateRequest",
        "06 05 0004, TerminateAck",
        "07 05 0006 0c01, CodeReject",
        "08 05 0008 80fd 0101, ProtocolReject",
        "09 05 000a 00000000 4142, EchoRequest",
        "0a 05 0008 01020304, EchoReply",
        "0b 05 0008 01020304, DiscardRequest",
        "0c 05 0006 1234, Unknown"
    })
    void packet_roundTrips(String text, String kind) {
        Decoded<ControlPacket> decoded = ControlPacketCodec.decode(hex(text), true);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        ControlPacket packet = ((Decoded.Ok<ControlPacket>) decoded).value();
        assertThat(packet.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(packet.identifier()).isEqualTo(5);
        assertThat(ControlPacketCodec.encode(packet)).isEqualTo(hex(text));
    }

    @Test
    void packet_paddingBeyondTheLength_isIgnored() {
        assertThat(ControlPacketCodec.decode(hex("02 05 0004 ffff"), true)).isInstanceOf(Decoded.Ok.class);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "01 01 00",
        "01 01 0003",
        "01 01 0005",
        "01 01 0005 01",
        "01 01 0006 0101",
        "01 01 0006 0103",
        "07 01 0004",
        "08 01 0005 80",
        "09 01 0006 0000"
    })
    void packet_rejectsWhatDoesNotFit(String text) {
        assertThat(ControlPacketCodec.decode(hex(text), true)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void packet_echoOfANetworkProtocol_isUnknown() {
        Decoded<ControlPacket> decoded = ControlPacketCodec.decode(hex("09 05 0008 01020304"), false);
        assertThat(((Decoded.Ok<ControlPacket>) decoded).value()).isInstanceOf(ControlPacket.Unknown.class);
    }

    @Test
    void options_moreThanTheLimit_areMalformed() {
        List<ConfigureOption> options = new ArrayList<>();
        for (int i = 0; i <= ConfigureOption.MAX_COUNT; i++) {
            options.add(new ConfigureOption(i, new byte[0]));
        }
        byte[] bytes = ConfigureOption.encode(options);
        assertThat(ConfigureOption.decode(bytes, 0, bytes.length)).isInstanceOf(Decoded.Malformed.class);
        assertThat(ConfigureOption.decode(bytes, 2, bytes.length)).isInstanceOf(Decoded.Ok.class);
    }

    @Test
    void decodesRandomBytesAndWhatItDecodesRoundTrips() {
        Random random = new Random(3);
        int understood = 0;
        for (int run = 0; run < 50_000; run++) {
            byte[] bytes = new byte[random.nextInt(48)];
            random.nextBytes(bytes);
            if (bytes.length > 3 && random.nextInt(3) > 0) {
                bytes[0] = (byte) random.nextInt(14);
                bytes[2] = 0;
                bytes[3] = (byte) random.nextInt(bytes.length + 1);
                if (bytes.length > 6) {
                    bytes[5] = (byte) random.nextInt(8);
                }
            }
            boolean lcp = random.nextBoolean();
            PppFrame.decode(bytes);
            if (ControlPacketCodec.decode(bytes, lcp)
                    instanceof Decoded.Ok<ControlPacket>(ControlPacket packet, int used)) {
                understood++;
                assertThat(ControlPacketCodec.encode(packet)).isEqualTo(java.util.Arrays.copyOf(bytes, used));
            }
        }
        assertThat(understood).isGreaterThan(5000);
    }
}
