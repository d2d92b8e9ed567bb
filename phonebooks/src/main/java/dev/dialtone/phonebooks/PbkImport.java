package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.List;

/// The entries of a `.pbk` phone book.
final class PbkImport {
    static final String FORMAT = "pbk";

    private PbkImport() {}

    static Decoded<Imported> decode(byte[] file) {
        return switch (PbkFile.decode(file)) {
            case Decoded.Ok<PbkFile>(PbkFile book, int consumed) -> Decoded.ok(entries(book), consumed);
            case Decoded.Malformed<PbkFile>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<PbkFile> _ -> Decoded.needMore();
        };
    }

    private static Imported entries(PbkFile book) {
        List<ImportedEntry> entries = new ArrayList<>();
        List<Remark> wrong = new ArrayList<>();
        for (PbkPiece piece : book.pieces()) {
            PbkReading reading = PbkReading.of(piece.section());
            wrong.addAll(reading.wrong());
            entries.add(reading.imported(piece, book.source(), entries.size() + 1));
        }
        return new Imported(entries, wrong);
    }
}
