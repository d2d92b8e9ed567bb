package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Entries as a `.pbk` phone book. What was imported from one is given back as it was, but for the lines that say an
/// option that was changed since; all entries of a file together give that file.
final class PbkExport {
    private static final Set<EntryOption> APART = Set.of(EntryOption.ORIGINAL, EntryOption.USER, EntryOption.DOMAIN);

    private final Map<String, List<Remark>> remarks = new LinkedHashMap<>();

    private PbkExport() {}

    /// @throws RasException 625 for an original that cannot be read
    static Exported of(List<Entry> entries) {
        PbkExport export = new PbkExport();
        List<Leaving> leaving = Leaving.inOrder(entries, PbkImport.FORMAT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        String last = "\n";
        for (Leaving next : leaving) {
            PbkSection section = export.section(next);
            if (!last.endsWith("\n")) {
                file.writeBytes(new byte[] {'\r', '\n'});
            }
            PbkSection whole = file.size() == 0 ? section : withoutMark(section);
            last = whole.text();
            file.writeBytes(last.getBytes(whole.charset()));
        }
        return new Exported(file.toByteArray(), export.remarks);
    }

    private PbkSection section(Leaving next) {
        Entry entry = next.entry();
        if (next.original().isEmpty()) {
            return written(entry);
        }
        Original original = next.original().get();
        PbkSection section = PbkFile.section(original, 1)
                .orElseThrow(() -> RasException.of(
                        RasError.CORRUPT_PHONEBOOK,
                        entry.name() + ": original: is not an entry of a .pbk file; entry set " + entry.name()
                                + " original= forgets it"));
        PbkReading before = PbkReading.of(section);
        PbkKind kind = PbkKind.of(entry.text(EntryOption.PROTOCOL));
        if (kind != PbkKind.of(before.text(EntryOption.PROTOCOL))) {
            remark(
                    entry,
                    Remark.note("written anew: it was protocol=" + before.text(EntryOption.PROTOCOL)
                            + " when it was imported, and nothing of that fits"));
            return written(entry);
        }
        PbkSection changed = changed(section, before, entry);
        if (!entry.name().equals(original.name())) {
            changed = changed.renamed(entry.name());
        }
        leftOut(entry, before);
        return changed.equals(section) ? section : encodable(section, changed);
    }

    private PbkSection written(Entry entry) {
        PbkSection section = PbkTemplate.of(entry);
        PbkReading before = PbkReading.of(section);
        leftOut(entry, before);
        return changed(section, before, entry);
    }

    private static PbkSection changed(PbkSection section, PbkReading before, Entry entry) {
        PbkSection changed = section;
        for (EntryOption option : PbkWriters.options()) {
            if (differs(option, before, entry)) {
                changed = PbkWriters.write(changed, entry, option);
            }
        }
        return changed;
    }

    private static boolean differs(EntryOption option, PbkReading before, Entry entry) {
        String was = before.text(option);
        String is = entry.text(option);
        return option == EntryOption.AUTHENTICATION
                ? !new TreeSet<>(List.of(was.split(",", -1))).equals(new TreeSet<>(entry.list(option)))
                : !was.equals(is);
    }

    /// Says what there is no line for.
    private void leftOut(Entry entry, PbkReading before) {
        entry.values().forEach((option, value) -> {
            boolean said =
                    PbkWriters.knows(option, entry) || APART.contains(option) || value.equals(before.text(option));
            if (!said) {
                remark(entry, Remark.leftOut(option.key(), value, "a .pbk phone book has no line for it"));
            }
        });
        if (!entry.text(EntryOption.USER).isEmpty()
                || !entry.text(EntryOption.DOMAIN).isEmpty()) {
            remark(
                    entry,
                    Remark.leftOut(
                            EntryOption.USER.key(),
                            entry.text(EntryOption.USER),
                            "who signs in is not in a .pbk phone book"));
        }
        if (entry.list(EntryOption.ROUTES).stream().anyMatch(route -> route.endsWith("@1"))) {
            remark(
                    entry,
                    Remark.leftOut(
                            EntryOption.ROUTES.key(), entry.text(EntryOption.ROUTES), "a metric of 1 is none there"));
        }
        String suffix = PbkWriters.suffix(entry);
        boolean moreDomains = differs(EntryOption.DOMAINS, before, entry)
                && !entry.text(EntryOption.DOMAINS).equals(suffix);
        if (moreDomains) {
            remark(
                    entry,
                    Remark.leftOut(
                            EntryOption.DOMAINS.key(),
                            entry.text(EntryOption.DOMAINS),
                            suffix.isEmpty() ? "a .pbk phone book has no line for it" : "only " + suffix + " fits"));
        }
    }

    private void remark(Entry entry, Remark remark) {
        remarks.computeIfAbsent(entry.name(), _ -> new ArrayList<>()).add(remark);
    }

    /// In UTF-8, and saying so, when what was changed does not fit the old text's characters.
    private static PbkSection encodable(PbkSection old, PbkSection changed) {
        boolean fits = old.charset().newEncoder().canEncode(changed.text());
        boolean isNews = !fits || (isPlain(old) && !isPlain(changed));
        return isNews ? changed.with("Encoding", "1").in(StandardCharsets.UTF_8) : changed;
    }

    private static boolean isPlain(PbkSection section) {
        return section.text().chars().allMatch(c -> c < 0x80);
    }

    /// A mark of UTF-8 belongs to the start of a file only.
    private static PbkSection withoutMark(PbkSection section) {
        boolean marked = section.lines().getFirst().text().equals("\uFEFF")
                || section.lines().getFirst().text().equals("\u00EF\u00BB\u00BF");
        return marked
                ? new PbkSection(
                        section.charset(),
                        section.lines().subList(1, section.lines().size()))
                : section;
    }
}
