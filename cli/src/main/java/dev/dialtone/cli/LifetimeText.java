package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;

/// How long a connection of an entry lives, in words.
final class LifetimeText {
    private LifetimeText() {}

    /// Empty when nothing but its client and its peer ends it.
    static String of(Entry entry) {
        List<String> facts = new ArrayList<>();
        if (entry.flag(EntryOption.ALWAYS_ON)) {
            facts.add("always on");
        } else if (entry.flag(EntryOption.RECONNECT)) {
            facts.add("dialled again when lost");
        }
        if (entry.number(EntryOption.IDLE_TIMEOUT) > 0) {
            facts.add("hung up when idle for " + clock(entry, EntryOption.IDLE_TIMEOUT));
        }
        if (entry.number(EntryOption.SESSION_TIMEOUT) > 0) {
            facts.add("hung up after " + clock(entry, EntryOption.SESSION_TIMEOUT));
        }
        return String.join(", ", facts);
    }

    private static String clock(Entry entry, EntryOption seconds) {
        return Amount.duration(1000L * entry.number(seconds));
    }
}
