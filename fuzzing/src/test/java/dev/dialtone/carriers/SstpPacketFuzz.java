package dev.dialtone.carriers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.Decoded;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The stream, the packets and the HTTP heads of SSTP.
class SstpPacketFuzz {
    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @FuzzTest
    void codec(byte[] data) {
        SstpPacket packet = Check.bounded(SstpCodec.decode(data), data.length);
        if (packet != null) {
            byte[] written = SstpPacket.encode(packet);
            Check.that(
                    written.length <= Math.max(data.length, 112), "a packet is no longer than what it was read from");
            Decoded<SstpPacket> again = SstpCodec.decode(written);
            SstpPacket read = Check.bounded(again, written.length);
            Check.that(read != null && read.getClass() == packet.getClass(), "SSTP is read as it was written");
            Check.same(SstpPacket.encode(read), written, "SSTP is written as it was read");
        }
    }

    @FuzzTest
    void httpHead(byte[] data) {
        SstpHttp.Answer answer = Check.bounded(SstpHttp.parseAnswer(data), data.length);
        if (answer != null) {
            Check.that(answer.status() >= 100 && answer.status() <= 999, "a status has three digits");
            Check.that(answer.reason().length() <= data.length, "the reason is part of the head");
        }
        int judged = SstpHttp.judgeRequest(data);
        Check.that(judged == 200 || judged == 400 || judged == 404 || judged == 405, "a request is judged");
    }

    /// The same stream in one piece and in many gives the same.
    @FuzzTest
    void framer(byte[] data) {
        Input input = new Input(data);
        int mode = input.u8();
        byte[] sizes = input.bytes(1 + mode % 16);
        byte[] rest = input.rest();
        byte[] stream = rest;
        if ((mode & 16) != 0) {
            stream = Arrays.copyOf(HEAD, HEAD.length + rest.length);
            System.arraycopy(rest, 0, stream, HEAD.length, rest.length);
        }
        boolean answers = (mode & 32) == 0;
        Cut whole = new Cut();
        framer(answers).feed(stream, 0, stream.length, whole);
        Cut pieces = new Cut();
        SstpFramer framer = framer(answers);
        byte[] buffer = new byte[stream.length + 2];
        for (int at = 0, i = 0; at < stream.length; i++) {
            int size = sizes.length == 0 ? 1 : Math.max(1, sizes[i % sizes.length] & 0xFF);
            int length = Math.min(size, stream.length - at);
            // each piece lies elsewhere, and what is around it is not the framer's
            int offset = i % 2;
            Arrays.fill(buffer, (byte) 0x10);
            System.arraycopy(stream, at, buffer, offset, length);
            framer.feed(buffer, offset, length, pieces);
            at += length;
        }
        Check.same(pieces.events, whole.events, "the pieces do not matter");
        Check.that(whole.bytes <= stream.length, "no more comes out than went in");
    }

    private static SstpFramer framer(boolean answers) {
        return answers ? SstpFramer.ofAnswers() : SstpFramer.ofRequests();
    }

    private static final class Cut implements SstpFramer.Sink {
        private final List<String> events = new ArrayList<>();
        private boolean headSeen;
        private boolean dead;
        private int bytes;

        private void add(String event) {
            Check.that(!dead, "nothing comes after a malformed stream");
            events.add(event);
        }

        @Override
        public void head(byte[] head) {
            Check.that(!headSeen && head.length <= SstpFramer.MAX_HEAD_BYTES, "one bounded head");
            headSeen = true;
            bytes += head.length;
            add("head " + HexFormat.of().formatHex(head));
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            Check.that(headSeen, "no packet before the head");
            Check.that(length >= SstpPacket.HEADER_BYTES && length <= SstpPacket.MAX_BYTES, "a packet is bounded");
            bytes += length;
            add("packet " + HexFormat.of().formatHex(buffer, offset, offset + length));
        }

        @Override
        public void malformed(String reason) {
            add("malformed " + reason);
            dead = true;
        }
    }
}
