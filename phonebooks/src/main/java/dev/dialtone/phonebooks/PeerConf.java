package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// pppd's `peers` files in and out; one file is one entry, and its name the entry's.
final class PeerConf {
    static final String FORMAT = "peers";
    static final String WHAT = "a peers file of pppd";

    private PeerConf() {}

    /// @param name of the file
    static Decoded<Imported> decode(byte[] file, String name) {
        return switch (SourceText.decode(file, SourceText.MAX_TEXT)) {
            case Decoded.Ok<SourceText>(SourceText source, int _) -> imported(source, Original.source(file), name);
            case Decoded.Malformed<SourceText>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<SourceText> _ -> Decoded.needMore();
        };
    }

    private static Decoded<Imported> imported(SourceText source, String number, String name) {
        return switch (PeerFile.decode(source)) {
            case Decoded.Ok<PeerFile>(PeerFile file, int consumed) -> {
                List<Remark> leftOut = new ArrayList<>();
                String kept = PeerSecrets.without(file, leftOut);
                // what is kept is what an export reads again
                PeerReading reading = PeerReading.of(kept.equals(source.text()) ? file : again(kept));
                Original original = new Original(FORMAT, StandardCharsets.UTF_8, number, 1, name, kept);
                int line = file.options().getFirst().number();
                ImportedEntry entry = new ImportedEntry(name, line, 1, reading.options(), original, leftOut);
                yield Decoded.ok(new Imported(List.of(entry), reading.wrong()), consumed);
            }
            case Decoded.Malformed<PeerFile>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<PeerFile> _ -> Decoded.needMore();
        };
    }

    private static PeerFile again(String kept) {
        if (PeerFile.decode(new SourceText(kept, 1)) instanceof Decoded.Ok<PeerFile>(PeerFile file, int _)) {
            return file;
        }
        throw new IllegalStateException("an emptied value is a value");
    }

    static Optional<PeerFile> file(Original original) {
        return PeerFile.decode(new SourceText(original.body(), 1)) instanceof Decoded.Ok<PeerFile>(PeerFile file, int _)
                ? Optional.of(file)
                : Optional.empty();
    }

    /// @throws RasException 87 for more or less than one entry, or a protocol that it has not; 625 for an original
    ///                      that cannot be read
    static Exported of(List<Entry> entries) {
        Entry entry = OneEntry.of(entries, WHAT);
        List<Remark> remarks = new ArrayList<>();
        PeerFile file = OneEntry.original(entry, FORMAT)
                .map(original -> file(original).orElseThrow(() -> OneEntry.unreadable(entry, WHAT)))
                .filter(found ->
                        PeerReading.of(found).text(EntryOption.PROTOCOL).equals(entry.text(EntryOption.PROTOCOL)))
                .orElseGet(() -> again(PeerWriters.template(entry)));
        PeerWriters writers = new PeerWriters(file, PeerReading.of(file), entry);
        String text = writers.text();
        remarks.addAll(writers.leftOut());
        return OneEntry.exported(new SourceText(text, 1), entry, remarks);
    }
}
