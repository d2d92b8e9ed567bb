package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A file, or a piece of one, as one text whose places have lines and columns. UTF-8 only.
final class SourceText {
    /// Longest text of one entry, in characters.
    static final int MAX_TEXT = PbkFile.MAX_SECTION;

    private final String text;
    private final int firstLine;
    private final int[] begins;

    /// @param firstLine of the file that the text begins with
    SourceText(String text, int firstLine) {
        this.text = text;
        this.firstLine = firstLine;
        int[] found = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                found[line++] = i + 1;
            }
        }
        this.begins = found;
    }

    /// @param most characters
    static Decoded<SourceText> decode(byte[] file, int most) {
        Optional<Decoded<SourceText>> refused = FileText.refused(file);
        if (refused.isPresent()) {
            return refused.get();
        }
        String text = FileText.utf8(file, 0, file.length);
        if (text == null) {
            return Decoded.malformed(
                    TextPlace.reason("", "bytes that are no UTF-8", "UTF-8"),
                    FileText.firstNotUtf8(file, 0, file.length));
        }
        return text.length() > most
                ? Decoded.malformed(TextPlace.reason("", text.length() + " characters", "at most " + most), file.length)
                : Decoded.ok(new SourceText(text, 1), file.length);
    }

    String text() {
        return text;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    int line(int offset) {
        return firstLine + index(offset);
    }

    int column(int offset) {
        return text.codePointCount(begins[index(offset)], offset) + 1;
    }

    private int index(int offset) {
        int found = Arrays.binarySearch(begins, offset);
        return found >= 0 ? found : -found - 2;
    }

    /// What is wrong at a character.
    <T> Decoded<T> malformed(int offset, String key, String found, String expected) {
        int bytes = text.substring(0, offset).getBytes(StandardCharsets.UTF_8).length;
        return Decoded.malformed(TextPlace.reason(key, found, expected), bytes);
    }

    Leaf leaf(String key, String value, Stretch raw, Stretch whole) {
        return new Leaf(line(raw.begin()), column(raw.begin()), key, value, raw, whole);
    }

    /// The end of a line, as this text has it.
    String lineEnd() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /// What stands before the first word of the line that this character is in.
    String indentation(int offset) {
        int begin = begins[index(offset)];
        int end = begin;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(begin, end);
    }

    /// The whole line or lines when nothing else stands on them; otherwise the stretch itself.
    Stretch withLine(Stretch stretch) {
        int begin = begins[index(stretch.begin())];
        int after = stretch.end();
        while (after < text.length() && (text.charAt(after) == ' ' || text.charAt(after) == '\t')) {
            after++;
        }
        boolean ended = after == text.length() || text.charAt(after) == '\n' || text.charAt(after) == '\r';
        if (!ended || !text.substring(begin, stretch.begin()).isBlank()) {
            return stretch;
        }
        int next = text.indexOf('\n', after);
        return new Stretch(begin, next < 0 ? text.length() : next + 1);
    }
}
