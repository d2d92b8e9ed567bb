package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SstpFramerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n";

    /// Writes down what is cut out.
    private static final class Cuttings implements SstpFramer.Sink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void head(byte[] head) {
            seen.add("head " + new String(head, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            seen.add(HexFormat.of().formatHex(buffer, offset, offset + length));
        }

        @Override
        public void malformed(String reason) {
            seen.add("malformed " + reason);
        }
    }

    private static byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEAD.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(SstpCodec.encode(new SstpPacket.EchoRequest()));
        out.writeBytes(SstpPacket.data(new byte[] {1, 2, 3}));
        out.writeBytes(SstpPacket.data(new byte[0]));
        out.writeBytes(SstpPacket.data(new byte[4091]));
        out.writeBytes(SstpCodec.encode(new SstpPacket.CallDisconnectAck()));
        return out.toByteArray();
    }

    private static List<String> expected() {
        return List.of(
                "head " + HEAD,
                "1001000800080000",
                "10000007010203",
                "10000004",
                "10000fff" + "00".repeat(4091),
                "1001000800070000");
    }

    @Test
    void cutsTheSamePiecesHoweverChunked() {
        byte[] stream = stream();
        for (int chunk : new int[] {1, 2, 3, 5, 7, 100, 4096, stream.length}) {
            SstpFramer framer = SstpFramer.ofAnswers();
            Cuttings cuttings = new Cuttings();
            for (int at = 0; at < stream.length; at += chunk) {
                framer.feed(stream, at, Math.min(chunk, stream.length - at), cuttings);
            }
            assertThat(cuttings.seen).as("chunks of " + chunk).isEqualTo(expected());
        }
    }

    @Test
    void cutsTheSamePiecesWhereverSplitInTwo() {
        byte[] stream = Arrays.copyOf(stream(), HEAD.length() + 40);
        List<String> whole = expected().subList(0, 4);
        for (int split = 0; split <= stream.length; split++) {
            SstpFramer framer = SstpFramer.ofAnswers();
            Cuttings cuttings = new Cuttings();
            framer.feed(stream, 0, split, cuttings);
            framer.feed(stream, split, stream.length - split, cuttings);
            assertThat(cuttings.seen).as("split at " + split).isEqualTo(whole);
        }
    }

    private static List<String> feed(SstpFramer framer, byte[] bytes) {
        Cuttings cuttings = new Cuttings();
        framer.feed(bytes, 0, bytes.length, cuttings);
        framer.feed(bytes, 0, bytes.length, cuttings);
        return cuttings.seen;
    }

    @Test
    void rejectsAnAnswerThatIsNotHttpAtItsFirstByte() {
        byte[] banner = "SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(feed(SstpFramer.ofAnswers(), banner)).containsExactly("malformed the answer is not HTTP");
    }

    @Test
    void rejectsAHeadWithoutAnEnd() {
        byte[] endless = ("HTTP/1.1 200 OK\r\n" + "x".repeat(9000)).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(feed(SstpFramer.ofAnswers(), endless))
                .containsExactly("malformed the HTTP head is longer than 8192 bytes");
    }

    @Test
    void rejectsLengthsBelowTheHeader_andNothingComesAfter() {
        for (int length = 0; length < 4; length++) {
            byte[] bad = (HEAD + "\u0010\0\0" + (char) length + "1234567890").getBytes(StandardCharsets.ISO_8859_1);
            SstpFramer framer = SstpFramer.ofAnswers();
            Cuttings cuttings = new Cuttings();
            for (byte one : bad) {
                framer.feed(new byte[] {one}, 0, 1, cuttings);
            }
            assertThat(cuttings.seen).containsExactly("head " + HEAD, "malformed a packet of " + length + " bytes");
        }
    }

    @Test
    void rejectsOtherVersions() {
        byte[] bad = (HEAD + " \0\0\bAAAA").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(feed(SstpFramer.ofAnswers(), bad))
                .containsExactly("head " + HEAD, "malformed a packet of SSTP version 2.0");
    }

    @Test
    void ignoresTheReservedBitsOfTheLength() {
        byte[] bits = (HEAD + "\u0010\0\u00f0\u0005A").getBytes(StandardCharsets.ISO_8859_1);
        SstpFramer framer = SstpFramer.ofAnswers();
        Cuttings cuttings = new Cuttings();
        framer.feed(bits, 0, bits.length, cuttings);
        assertThat(cuttings.seen).containsExactly("head " + HEAD, "1000f00541");
    }
}
