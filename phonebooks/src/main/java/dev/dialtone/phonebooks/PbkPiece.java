package dev.dialtone.phonebooks;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One entry of a `.pbk` file as text, taken apart only when asked for: a file may have thousands.
///
/// @param line number of its first line in the file, from 1
record PbkPiece(Charset charset, int line, String name, String text) {
    PbkSection section() {
        List<TextLine> lines = new ArrayList<>();
        byte[] bytes = text.getBytes(charset);
        int begin = PbkFile.mark(bytes);
        if (begin > 0) {
            lines.add(new TextLine(0, new String(bytes, 0, begin, charset), ""));
        }
        for (FileText.Span span : FileText.spans(bytes, begin, bytes.length, line)) {
            lines.add(line(bytes, span, charset));
        }
        return new PbkSection(charset, lines);
    }

    static TextLine line(byte[] bytes, FileText.Span span, Charset charset) {
        return new TextLine(
                span.number(),
                new String(bytes, span.begin(), span.end() - span.begin(), charset),
                new String(bytes, span.end(), span.next() - span.end(), StandardCharsets.US_ASCII));
    }
}
