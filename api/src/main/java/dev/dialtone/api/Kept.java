package dev.dialtone.api;

import java.util.ArrayList;
import java.util.List;

/// Why an option is only kept in entries: so that what was imported is not lost before this release can do it.
///
/// @param until   what it waits for, as people read it
/// @param binding whether a connection without it would be protected otherwise than the entry asks: a dial refuses it
///                then, instead of passing it over (`docs/adr/0038`)
public record Kept(String until, boolean binding) {

    /// One that may be passed over.
    static Kept until(String what) {
        return new Kept(what, false);
    }

    /// One that may not.
    static Kept binding(String what) {
        return new Kept(what, true);
    }

    /// The kept options that an entry sets to something else than their defaults.
    public static List<EntryOption> of(Entry entry) {
        List<EntryOption> kept = new ArrayList<>();
        entry.values().forEach((option, value) -> {
            if (option.kept().isPresent() && !value.equals(option.standard())) {
                kept.add(option);
            }
        });
        return kept;
    }

    /// The same in words, one for each: what has no effect, and what it waits for.
    public static List<String> notes(Entry entry) {
        return of(entry).stream()
                .map(option -> option.key() + " waits for "
                        + option.kept().map(Kept::until).orElse(""))
                .toList();
    }
}
