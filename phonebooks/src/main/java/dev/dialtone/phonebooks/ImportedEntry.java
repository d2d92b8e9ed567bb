package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// One entry as a file describes it; its name may not be one that is allowed here.
///
/// @param name      as the file has it
/// @param line      where it begins, from 1
/// @param firstLine of what is kept of the file for it, which may be more
/// @param options   what the file says that an entry here can do
/// @param from      what is kept
/// @param leftOut   what is not: secrets
public record ImportedEntry(
        String name, int line, int firstLine, Map<EntryOption, String> options, Original from, List<Remark> leftOut) {
    public ImportedEntry {
        options = Map.copyOf(options);
        leftOut = List.copyOf(leftOut);
    }

    /// One for each line that says something, in their order; what concerns the whole first. Made anew each time, for
    /// a file may have a million lines.
    public List<Remark> remarks() {
        List<Remark> all = new ArrayList<>(BookFormat.remarks(from, firstLine));
        for (Remark secret : leftOut) {
            // what is kept has an empty value there
            all.removeIf(remark -> remark.line() == secret.line() && remark.column() == secret.column());
            all.add(secret);
        }
        all.sort(Comparator.comparingInt(Remark::line).thenComparingInt(Remark::column));
        return all;
    }

    /// The entry to store.
    ///
    /// @param as a name that is allowed
    /// @throws RasException 123 when it is not
    public Entry entry(String as) {
        return new Entry(as, options).with(EntryOption.ORIGINAL, from.as(as).text());
    }

    /// Whether the name may be used here as it is.
    public boolean isNameAllowed() {
        return EntryNames.isAllowed(name);
    }
}
