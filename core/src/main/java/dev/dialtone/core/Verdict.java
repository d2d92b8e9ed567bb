package dev.dialtone.core;

import java.util.Locale;
import java.util.Optional;

/// What the check of something came to.
public enum Verdict {
    /// It will do.
    OK,

    /// It works, but somebody should know something about it.
    WARNING,

    /// It would keep a dial from working.
    FAILED,

    /// Not looked at, because of what was found before.
    SKIPPED;

    /// The word used in JSON and text: lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The verdict of a word; empty when it is none.
    public static Optional<Verdict> of(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word().equals(word)) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }
}
