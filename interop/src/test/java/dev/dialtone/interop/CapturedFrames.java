package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Capture;
import dev.dialtone.api.PcapngBlock;
import dev.dialtone.core.Decoded;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What a capture gave: the file, and the frames in it.
final class CapturedFrames {
    private static final int PACKET_DATA = 28;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private boolean statistics;

    /// Reads it to its end, on a thread of its own.
    static CompletableFuture<CapturedFrames> reading(Capture capture) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CapturedFrames captured = new CapturedFrames();
                    for (byte[] piece = capture.next(); piece != null; piece = capture.next()) {
                        captured.add(piece);
                    }
                    return captured;
                },
                task -> Thread.ofVirtual().start(task));
    }

    static CapturedFrames await(CompletableFuture<CapturedFrames> reading) throws Exception {
        return reading.get(Rig.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private void add(byte[] piece) {
        file.writeBytes(piece);
        int at = 0;
        while (at < piece.length) {
            if (!(PcapngBlock.decode(piece, at, piece.length)
                    instanceof Decoded.Ok<PcapngBlock>(PcapngBlock block, int length))) {
                throw new AssertionError("a piece is not made of whole blocks");
            }
            statistics = block.isStatistics();
            if (block.isPacket()) {
                ByteBuffer in = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
                int captured = in.getInt(at + 20);
                add(
                        piece[at + PACKET_DATA] == 1,
                        Arrays.copyOfRange(piece, at + PACKET_DATA + 1, at + PACKET_DATA + captured));
            }
            at += length;
        }
    }

    /// SSTP's PPP is never compressed, ours and the answerer's.
    private void add(boolean sent, byte[] frame) {
        assertThat(frame).startsWith(0xFF, 3);
        frames.add(frame);
        String protocol = HexFormat.of().formatHex(frame, 2, 4);
        words.add((sent ? ">" : "<")
                + switch (protocol) {
                    case "c021" -> "LCP " + frame[4];
                    case "c023" -> "PAP " + frame[4];
                    case "c223" -> "CHAP " + frame[4];
                    case "8021" -> "IPCP " + frame[4];
                    case "8057" -> "IPV6CP " + frame[4];
                    case "0021" -> "IP";
                    case "0057" -> "IPv6";
                    default -> protocol;
                });
    }

    /// Frames as direction, protocol and code: `>LCP 1`, `<IP`.
    List<String> words() {
        return words;
    }

    /// The bytes of the first such frame, from FF 03 on.
    byte[] frame(String word) {
        return frames.get(words.indexOf(word));
    }

    byte[] file() {
        return file.toByteArray();
    }

    /// Whether the last block is statistics: it has come to its end.
    boolean isWhole() {
        return statistics;
    }
}
