package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.phonebooks.EntryNames;
import dev.dialtone.phonebooks.ImportedEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which of a file's entries are taken, and under which names: as the file has them unless `--as` says another.
final class ImportNames {
    private final Map<String, String> given = new HashMap<>();
    private final List<ImportedEntry> taken;

    private ImportNames(List<ImportedEntry> taken) {
        this.taken = taken;
    }

    /// @param only names in the file; empty for all
    /// @param as   `NAME=NEW`, or `NEW` when one entry is taken
    /// @throws RasException 623 for a name that the file has not, 123 for one not allowed, 183 for one twice
    static ImportNames of(List<ImportedEntry> entries, List<String> only, List<String> as) {
        for (String name : only) {
            if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
                throw RasException.of(
                        RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "--only: the file has no entry \"" + name + "\"");
            }
        }
        ImportNames names = new ImportNames(entries.stream()
                .filter(entry -> only.isEmpty() || only.contains(entry.name()))
                .toList());
        as.forEach(names::give);
        names.check();
        return names;
    }

    List<ImportedEntry> taken() {
        return taken;
    }

    /// The name that it gets here.
    String of(ImportedEntry entry) {
        return given.getOrDefault(entry.name(), entry.name());
    }

    private void give(String as) {
        for (ImportedEntry entry : taken) {
            if (as.startsWith(entry.name() + "=")) {
                given.put(entry.name(), as.substring(entry.name().length() + 1));
                return;
            }
        }
        if (taken.size() != 1) {
            throw RasException.of(
                    RasError.CANNOT_FIND_PHONEBOOK_ENTRY,
                    "--as " + as + ": must begin with the name of an entry of the file, as \"OLD NAME=NEW NAME\"");
        }
        given.put(taken.getFirst().name(), as);
    }

    private void check() {
        Set<String> used = new HashSet<>();
        for (ImportedEntry entry : taken) {
            String name = of(entry);
            String wrong = EntryNames.wrong(name);
            if (!wrong.isEmpty()) {
                throw RasException.of(
                        RasError.INVALID_NAME,
                        "line " + entry.line() + ": " + wrong + "; give it another with --as \"" + entry.name() + "="
                                + EntryNames.proposal(name) + "\"");
            }
            if (!used.add(name)) {
                throw RasException.of(RasError.ALREADY_EXISTS, "two entries would be named \"" + name + "\"");
            }
        }
    }
}
