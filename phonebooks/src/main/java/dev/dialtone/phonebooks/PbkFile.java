package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `.pbk` phone book: entries as they are, in their order; written as it was read, to the byte.
///
/// Text is UTF-8 where an entry is that as a whole, otherwise every byte is a character (Latin-1), which loses none.
/// UTF-16 is refused, as Windows does.
///
/// @param source [Original#source]
record PbkFile(String source, List<PbkPiece> pieces) {
    /// Most entries of a file.
    static final int MAX_ENTRIES = 20_000;

    /// Longest text of one entry, in characters: what the entry's option takes, with its line in front.
    static final int MAX_SECTION = 24 * 1024 - 512;

    /// Longest name, in bytes.
    static final int MAX_NAME = 1536;

    private static final int MARK_BYTES = 3;

    PbkFile {
        pieces = List.copyOf(pieces);
    }

    /// A stretch of the file.
    ///
    /// @param line of its first byte, from 1
    private record Part(int begin, int end, int line) {}

    static Decoded<PbkFile> decode(byte[] file) {
        Optional<Decoded<PbkFile>> refused = FileText.refused(file);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<Part> parts = parts(file);
        if (parts.size() - 1 > MAX_ENTRIES) {
            return malformed(parts.get(MAX_ENTRIES + 1).begin(), "more entries", "at most " + MAX_ENTRIES);
        }
        Optional<Decoded<PbkFile>> wrong = lead(file, parts.getFirst());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (parts.size() == 1) {
            return malformed(file.length, "no entry", "[NAME OF AN ENTRY]");
        }
        List<PbkPiece> pieces = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        for (Part part : parts.subList(1, parts.size())) {
            // what stands before the first entry belongs to it
            Part whole = pieces.isEmpty() ? new Part(0, part.end(), 1) : part;
            switch (piece(file, whole, part)) {
                case Decoded.Ok<PbkPiece>(PbkPiece read, int _) -> {
                    Integer before = names.putIfAbsent(read.name(), part.line());
                    if (before != null) {
                        return malformed(
                                part.begin(),
                                "[" + read.name() + "]",
                                "a name of its own: line " + before + " has it already");
                    }
                    pieces.add(read);
                }
                case Decoded.Malformed<PbkPiece>(String reason, int offset) -> {
                    return Decoded.malformed(reason, offset);
                }
                case Decoded.NeedMore<PbkPiece> _ -> throw new IllegalStateException("a piece has its end");
            }
        }
        return Decoded.ok(new PbkFile(Original.source(file), pieces), file.length);
    }

    /// How many bytes a mark of UTF-8 at the start has.
    static int mark(byte[] file) {
        return FileText.startsWith(file, 0xEF, 0xBB, 0xBF) ? MARK_BYTES : 0;
    }

    /// What stands before the first entry, then each entry; no more than are taken and one.
    private static List<Part> parts(byte[] file) {
        List<Part> parts = new ArrayList<>();
        int begin = mark(file);
        int beginLine = 1;
        int line = 1;
        int at = begin;
        while (at < file.length && parts.size() <= MAX_ENTRIES + 1) {
            if (file[at] == '[') {
                parts.add(new Part(begin, at, beginLine));
                begin = at;
                beginLine = line;
            }
            at = FileText.next(file, at, file.length);
            line++;
        }
        parts.add(new Part(begin, at, beginLine));
        return parts;
    }

    private static Optional<Decoded<PbkFile>> lead(byte[] file, Part part) {
        for (FileText.Span span : FileText.spans(file, part.begin(), part.end(), part.line())) {
            String text = PbkPiece.line(file, span, StandardCharsets.UTF_8).text();
            if (!text.isBlank() && !text.startsWith(";")) {
                return Optional.of(malformed(span.begin(), text, "[NAME OF AN ENTRY] before anything else"));
            }
        }
        return Optional.empty();
    }

    /// @param whole with what stands before
    /// @param part  from the header on
    private static Decoded<PbkPiece> piece(byte[] file, Part whole, Part part) {
        String utf8 = FileText.utf8(file, whole.begin(), whole.end());
        Charset charset = utf8 != null ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String name = "";
        for (FileText.Span span : FileText.spans(file, part.begin(), part.end(), part.line())) {
            TextLine line = PbkPiece.line(file, span, charset);
            boolean header = span.begin() == part.begin();
            Optional<String> wrong = header ? wrongHeader(line, charset) : wrongSetting(line);
            if (wrong.isPresent()) {
                return Decoded.malformed(wrong.get(), span.begin());
            }
            if (header) {
                name = name(line.text());
            }
        }
        String text = utf8 != null ? utf8 : new String(file, whole.begin(), whole.end() - whole.begin(), charset);
        if (text.length() > MAX_SECTION) {
            return Decoded.malformed(
                    TextPlace.reason("", "an entry of " + text.length() + " characters", "at most " + MAX_SECTION),
                    part.begin());
        }
        PbkPiece piece = new PbkPiece(charset, whole.line(), name, text);
        boolean saysUtf8 =
                piece.section().head("Encoding").map(TextLine::value).orElse("").equals("1");
        return utf8 == null && saysUtf8
                ? Decoded.malformed(
                        TextPlace.reason("", "bytes that are no UTF-8", "UTF-8, for the entry says Encoding=1"),
                        FileText.firstNotUtf8(file, whole.begin(), whole.end()))
                : Decoded.ok(piece, whole.end() - whole.begin());
    }

    static String name(String header) {
        return header.substring(1, header.lastIndexOf(']'));
    }

    private static Optional<String> wrongHeader(TextLine line, Charset charset) {
        String text = line.text();
        if (!text.stripTrailing().endsWith("]")) {
            return Optional.of(TextPlace.reason("", text, "[NAME OF AN ENTRY], with ] at the end"));
        }
        String name = name(text);
        if (name.isBlank()) {
            return Optional.of(TextPlace.reason("", text, "a name of at least one character between [ and ]"));
        }
        int bytes = name.getBytes(charset).length;
        return bytes > MAX_NAME
                ? Optional.of(TextPlace.reason("", "a name of " + bytes + " bytes", "at most " + MAX_NAME))
                : Optional.empty();
    }

    private static Optional<String> wrongSetting(TextLine line) {
        boolean fine = line.isSetting() && !line.key().isEmpty();
        return fine || line.isBlank() || line.text().startsWith(";")
                ? Optional.empty()
                : Optional.of(TextPlace.reason("", line.text(), "KEY=VALUE"));
    }

    private static Decoded<PbkFile> malformed(int offset, String found, String expected) {
        return Decoded.malformed(TextPlace.reason("", found, expected), offset);
    }

    /// The entry that an original was made of.
    ///
    /// @param line of the file that its first line was
    static Optional<PbkSection> section(Original original, int line) {
        byte[] bytes = original.body().getBytes(original.charset());
        boolean one = decode(bytes) instanceof Decoded.Ok<PbkFile>(PbkFile file, int _)
                && file.pieces().size() == 1;
        return one
                ? Optional.of(new PbkPiece(original.charset(), line, "", original.body()).section())
                : Optional.empty();
    }
}
