package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What formats have in common of which a file holds one entry.
final class OneEntry {
    private OneEntry() {}

    /// The entry, when it is one.
    ///
    /// @param what the kind of file, for the error
    /// @throws RasException 87
    static Entry of(List<Entry> entries, String what) {
        if (entries.size() != 1) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, what + " holds one entry: name one, and export it with -o");
        }
        return entries.getFirst();
    }

    static Optional<Original> original(Entry entry, String format) {
        return Original.of(entry.text(EntryOption.ORIGINAL))
                .filter(found -> found.format().equals(format));
    }

    static RasException unreadable(Entry entry, String what) {
        return RasException.of(
                RasError.CORRUPT_PHONEBOOK,
                entry.name() + ": original: is not " + what + "; entry set " + entry.name() + " original= forgets it");
    }

    /// @throws RasException 87
    static RasException noPlace(Entry entry, String what) {
        return RasException.of(
                RasError.INVALID_PARAMETER,
                entry.name() + ": protocol: there is no " + entry.text(EntryOption.PROTOCOL) + " in " + what);
    }

    /// The file, and what it has no place for.
    static Exported exported(SourceText text, Entry entry, List<Remark> remarks) {
        return new Exported(text.bytes(), remarks.isEmpty() ? Map.of() : Map.of(entry.name(), remarks));
    }

    /// Options of the entry that a kind of file has no place for.
    static List<Remark> leftOut(Entry entry, Reading before, Set<EntryOption> known, String what) {
        return entry.values().entrySet().stream()
                .filter(set -> !known.contains(set.getKey()) && set.getKey() != EntryOption.ORIGINAL)
                .filter(set -> !set.getValue().equals(before.text(set.getKey())))
                .map(set -> Remark.leftOut(set.getKey().key(), set.getValue(), what + " has no place for it"))
                .toList();
    }
}
