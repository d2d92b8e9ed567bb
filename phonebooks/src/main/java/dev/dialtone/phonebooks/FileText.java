package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes of a file as lines, and what none of the formats takes.
final class FileText {
    /// Largest file, in bytes.
    static final int MAX_FILE = 16 * 1024 * 1024;

    /// Longest line, in bytes.
    static final int MAX_LINE = 16 * 1024;

    private static final int DELETE = 0x7F;

    private FileText() {}

    /// A line as bytes.
    ///
    /// @param end where its text ends
    /// @param next where the next line begins
    record Span(int number, int begin, int end, int next) {}

    /// What is wrong with the bytes as such; empty when nothing is.
    static <T> Optional<Decoded<T>> refused(byte[] file) {
        if (file.length > MAX_FILE) {
            return wrong(0, "a file of " + file.length + " bytes", "at most " + MAX_FILE);
        }
        if (startsWith(file, 0xFF, 0xFE) || startsWith(file, 0xFE, 0xFF)) {
            return wrong(
                    0,
                    "UTF-16",
                    "8-bit text, which is all that Windows takes in a phone book; iconv -f UTF-16 -t UTF-8 converts"
                            + " it");
        }
        int line = 0;
        for (int i = 0; i < file.length; i++) {
            int b = file[i] & 0xFF;
            if (b == '\n') {
                line = i + 1;
            } else if (i - line >= MAX_LINE) {
                return wrong(line, "a line of more than " + MAX_LINE + " bytes", "a shorter one");
            }
            boolean ended = b == '\r' && i + 1 < file.length && file[i + 1] == '\n';
            if (b == 0) {
                return wrong(i, "a zero byte", "text; is this UTF-16, or no phone book at all?");
            }
            if ((b < ' ' && b != '\t' && b != '\n' && !ended) || b == DELETE) {
                return wrong(i, "the control character 0x%02X".formatted(b), "text");
            }
        }
        return Optional.empty();
    }

    static boolean startsWith(byte[] file, int... bytes) {
        if (file.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((file[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static <T> Optional<Decoded<T>> wrong(int offset, String found, String expected) {
        return Optional.of(Decoded.malformed(TextPlace.reason("", found, expected), offset));
    }

    /// The lines of a part of a file.
    ///
    /// @param number of the first one
    static List<Span> spans(byte[] file, int from, int to, int number) {
        List<Span> spans = new ArrayList<>();
        int begin = from;
        while (begin < to) {
            int next = next(file, begin, to);
            boolean ended = file[next - 1] == '\n';
            int end = ended ? next - 1 : next;
            boolean returned = ended && end > begin && file[end - 1] == '\r';
            spans.add(new Span(number + spans.size(), begin, returned ? end - 1 : end, next));
            begin = next;
        }
        return spans;
    }

    /// Where the line after this one begins.
    static int next(byte[] file, int begin, int to) {
        int at = begin;
        while (at < to && file[at] != '\n') {
            at++;
        }
        return at < to ? at + 1 : at;
    }

    /// As text; null when these bytes are no UTF-8.
    static @Nullable String utf8(byte[] file, int begin, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(end - begin);
        ByteBuffer bytes = ByteBuffer.wrap(file, begin, end - begin);
        return decoder.decode(bytes, text, true).isError() ? null : text.flip().toString();
    }

    /// The first byte that is no UTF-8.
    static int firstNotUtf8(byte[] file, int begin, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(file, begin, end - begin);
        decoder.decode(bytes, CharBuffer.allocate(end - begin), true);
        return bytes.position();
    }
}
