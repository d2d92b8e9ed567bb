package dev.dialtone.phonebooks;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the lines of one entry of a file come to: options of an entry here, and a remark for every line.
abstract class Reading {
    private final Map<EntryOption, String> options = new EnumMap<>(EntryOption.class);
    private final Map<Statement, Remark> remarks = new LinkedHashMap<>();
    private final List<Remark> notes = new ArrayList<>();

    final Map<EntryOption, String> options() {
        return options;
    }

    final String text(EntryOption option) {
        return options.getOrDefault(option, option.standard());
    }

    /// In the order of the lines; what is about the whole comes first.
    final List<Remark> remarks() {
        List<Remark> all = new ArrayList<>(notes);
        remarks.values().stream()
                .sorted(Comparator.comparingInt(Remark::line).thenComparingInt(Remark::column))
                .forEach(all::add);
        return all;
    }

    final List<Remark> wrong() {
        return remarks().stream().filter(remark -> remark.fate() == Fate.WRONG).toList();
    }

    final boolean isWrong(Statement line) {
        Remark remark = remarks.get(line);
        return remark != null && remark.fate() == Fate.WRONG;
    }

    /// Whether a rule has spoken about the line.
    final boolean isTold(Statement line) {
        return remarks.containsKey(line);
    }

    final boolean isCarried(Statement line) {
        Remark remark = remarks.get(line);
        return remark != null && remark.fate() == Fate.CARRIED;
    }

    final void note(String text) {
        notes.add(Remark.note(text));
    }

    /// Says of a protocol that is not built yet what that means.
    final void noteProtocol() {
        String protocol = text(EntryOption.PROTOCOL);
        if (!NotBuilt.hasProtocol(protocol)) {
            note("protocol " + protocol + " is not built yet: the entry is kept, and cannot be dialled");
        }
    }

    /// The line is this option. What does not fit it is wrong.
    final void carried(Statement line, EntryOption option, String value) {
        try {
            String canonical = option.kind().canonical(value);
            if (!canonical.equals(option.standard())) {
                options.put(option, canonical);
            }
            if (value.isEmpty()) {
                kept(line);
            } else {
                String waits = options.containsKey(option)
                        ? option.kept()
                                .map(kept -> "; waits for " + kept.until())
                                .orElse("")
                        : "";
                remark(line, Fate.CARRIED, option.key() + "=" + canonical + waits);
            }
        } catch (IllegalArgumentException e) {
            remark(line, Fate.WRONG, "what " + option.key() + " takes here: it " + e.getMessage());
        }
    }

    /// It is said by another line already, or by the default.
    final void carried(Statement line, String what) {
        remark(line, Fate.CARRIED, what);
    }

    final void notDone(Statement line, String why) {
        remark(line, Fate.NOT_DONE, why);
    }

    final void kept(Statement line) {
        remark(line, Fate.KEPT, "");
    }

    final void wrong(Statement line, String expected) {
        remark(line, Fate.WRONG, expected);
    }

    /// A line that should be there.
    ///
    /// @param line where the entry begins, from 1
    final void missing(int line, String key, String expected) {
        notes.add(Remark.wrong(line, 1, key, "", expected));
    }

    private void remark(Statement line, Fate fate, String text) {
        remarks.put(line, new Remark(fate, line.number(), line.valueColumn(), line.key(), line.value(), text));
    }
}
