package dev.dialtone.phonebooks;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Files of others that become entries, and entries that become such files.
class PhoneBooksFuzz {
    /// A file is given back to the byte, or refused with a place in it; every line of it is spoken about.
    @FuzzTest
    void pbk(byte[] data) {
        Imported imported = BookFormat.PBK.read(data, "f");
        long lines = new String(data, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        for (Remark remark : imported.wrong()) {
            Check.that(remark.line() >= 1 && remark.line() <= lines, "what is wrong has a line of the file");
            Check.that(remark.column() >= 1, "and a column");
            Check.that(!remark.text().isEmpty(), "and says what was expected");
        }
        Check.that(imported.entries().size() <= lines, "no more entries than lines");
        if (imported.entries().isEmpty()) {
            Check.that(!imported.wrong().isEmpty(), "a file without entries is wrong");
            return;
        }
        List<Entry> entries = new ArrayList<>();
        boolean secrets = false;
        for (ImportedEntry entry : imported.entries()) {
            Check.that(EntryNames.isAllowed(EntryNames.proposal(entry.name())), "a proposal is allowed");
            entries.add(entry.entry("e" + entries.size()));
            secrets |= entry.remarks().stream().anyMatch(remark -> remark.fate() == Remark.Fate.LEFT_OUT);
        }
        byte[] written = BookFormat.PBK.write(entries).content();
        if (!secrets) {
            Check.same(written, data, "a file is written as it was read");
        }
    }

    @FuzzTest
    void nmconnection(byte[] data) {
        single(BookFormat.NMCONNECTION, data);
    }

    @FuzzTest
    void profilexml(byte[] data) {
        single(BookFormat.PROFILEXML, data);
    }

    @FuzzTest
    void peers(byte[] data) {
        single(BookFormat.PEERS, data);
    }

    /// All connections together are the file, and each alone is one that holds it.
    @FuzzTest
    void swanctl(byte[] data) {
        Imported imported = BookFormat.SWANCTL.read(data, "f");
        for (Remark remark : imported.wrong()) {
            Check.that(remark.line() >= 1 && remark.column() >= 1, "what is wrong has a line and a column");
        }
        if (imported.entries().isEmpty() || !imported.wrong().isEmpty()) {
            Check.that(!imported.wrong().isEmpty(), "a file without an entry is wrong");
            return;
        }
        List<Entry> entries = new ArrayList<>();
        boolean secrets = false;
        for (ImportedEntry entry : imported.entries()) {
            Entry stored = entry.entry(EntryNames.isAllowed(entry.name()) ? entry.name() : "e" + entries.size());
            entries.add(stored);
            secrets |= entry.remarks().stream().anyMatch(remark -> remark.fate() == Remark.Fate.LEFT_OUT);
            Imported alone = BookFormat.SWANCTL.read(
                    BookFormat.SWANCTL.write(List.of(stored)).content(), "f");
            Check.that(alone.entries().size() == 1, "one connection is a file of its own");
        }
        if (!secrets) {
            Check.same(BookFormat.SWANCTL.write(entries).content(), data, "a file is written as it was read");
        }
    }

    @FuzzTest
    void profilexmlChanged(byte[] data) {
        changed(BookFormat.PROFILEXML, data);
    }

    @FuzzTest
    void swanctlChanged(byte[] data) {
        changed(BookFormat.SWANCTL, data);
    }

    @FuzzTest
    void peersChanged(byte[] data) {
        changed(BookFormat.PEERS, data);
    }

    /// What is written of a changed entry can be read, and what nothing is said of reads the same.
    private static void changed(BookFormat format, byte[] data) {
        Input input = new Input(data);
        EntryOption option = input.pick(EntryOption.values());
        String value = input.text(input.u8());
        Imported imported = format.read(input.rest(), "f");
        if (imported.entries().isEmpty() || !imported.wrong().isEmpty() || option == EntryOption.ORIGINAL) {
            return;
        }
        Entry changed;
        Exported exported;
        try {
            changed = imported.entries().getFirst().entry("e").with(option, value);
            exported = format.write(List.of(changed));
        } catch (RasException e) {
            return;
        }
        Imported again = format.read(exported.content(), "f");
        Check.same(again.entries().size(), 1, "an entry is written as one");
        if (exported.remarks().isEmpty()
                && again.wrong().isEmpty()
                && !isBoth(changed)
                && !isOneMetric(option, changed)) {
            Entry read = again.entries().getFirst().entry("e");
            Check.same(
                    new TreeSet<>(read.list(option)),
                    new TreeSet<>(changed.list(option)),
                    option.key() + " is read as it was written");
        }
    }

    private static void single(BookFormat format, byte[] data) {
        Imported imported = format.read(data, "f");
        for (Remark remark : imported.wrong()) {
            Check.that(remark.line() >= 1 && remark.column() >= 1, "what is wrong has a line and a column");
        }
        Check.that(imported.entries().size() <= 1, "a profile is one entry");
        if (imported.entries().isEmpty()) {
            Check.that(!imported.wrong().isEmpty(), "a file without an entry is wrong");
            return;
        }
        ImportedEntry entry = imported.entries().getFirst();
        if (!imported.wrong().isEmpty()) {
            return;
        }
        byte[] written = format.write(List.of(entry.entry("e"))).content();
        if (entry.remarks().stream().noneMatch(remark -> remark.fate() == Remark.Fate.LEFT_OUT)) {
            Check.same(written, data, "a profile is written as it was read");
        }
    }

    /// Whatever is changed in an imported entry, what is written can be read, and says the same.
    @FuzzTest
    void pbkChanged(byte[] data) {
        Input input = new Input(data);
        EntryOption option = input.pick(EntryOption.values());
        String value = input.text(input.u8());
        Imported imported = BookFormat.PBK.read(input.rest(), "f");
        if (imported.entries().isEmpty() || !imported.wrong().isEmpty() || option == EntryOption.ORIGINAL) {
            return;
        }
        Entry changed;
        try {
            changed = imported.entries().getFirst().entry("e").with(option, value);
        } catch (RasException e) {
            return;
        }
        Exported exported = BookFormat.PBK.write(List.of(changed));
        Imported again = BookFormat.PBK.read(exported.content(), "f");
        Check.same(again.entries().size(), 1, "an entry is written as one");
        Check.that(again.wrong().isEmpty() || isBoth(changed), "what is written is right");
        if (PbkWriters.knows(option, changed)
                && exported.remarks().isEmpty()
                && again.wrong().isEmpty()
                && !isOneMetric(option, changed)) {
            Entry read = again.entries().getFirst().entry("e");
            Check.same(
                    new TreeSet<>(read.list(option)),
                    new TreeSet<>(changed.list(option)),
                    "an option is read as it was written");
        }
    }

    /// An entry without IPv4 and IPv6 can be stored, and is refused when it is dialled.
    private static boolean isBoth(Entry entry) {
        return !entry.flag(EntryOption.IPV4) && !entry.flag(EntryOption.IPV6);
    }

    /// Where IPv6 has the metric of IPv4, it is read as one for both, and that of IPv6 alone as none.
    private static boolean isOneMetric(EntryOption option, Entry entry) {
        return option == EntryOption.METRIC_IPV6
                && entry.number(EntryOption.METRIC_IPV6) == entry.number(EntryOption.METRIC);
    }
}
