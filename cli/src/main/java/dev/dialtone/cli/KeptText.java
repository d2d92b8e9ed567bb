package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Kept;

/// What people are told of options that are only kept.
record KeptText(Screen screen) {

    /// On standard error: what the entry says, and has no effect yet.
    void warn(Entry entry) {
        for (EntryOption option : Kept.of(entry)) {
            screen.error("dialtone: notice: " + option.key() + " has no effect yet: it waits for " + until(option));
        }
    }

    /// Beside an option, or empty for one that works.
    static String mark(EntryOption option) {
        return option.kept().isPresent() ? "kept: waits for " + until(option) : "";
    }

    private static String until(EntryOption option) {
        return option.kept().map(Kept::until).orElse("");
    }
}
