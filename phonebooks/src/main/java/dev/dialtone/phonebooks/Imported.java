package dev.dialtone.phonebooks;

import java.util.List;

/// What a file holds. Nothing of it may be stored when something is wrong.
///
/// @param wrong what is wrong, with its place; empty when all is well
public record Imported(List<ImportedEntry> entries, List<Remark> wrong) {
    public Imported {
        entries = List.copyOf(entries);
        wrong = List.copyOf(wrong);
    }

    static Imported nothing(Remark wrong) {
        return new Imported(List.of(), List.of(wrong));
    }
}
