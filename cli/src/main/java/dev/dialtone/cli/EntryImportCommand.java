package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.phonebooks.BookFormat;
import dev.dialtone.phonebooks.Imported;
import dev.dialtone.phonebooks.ImportedEntry;
import dev.dialtone.phonebooks.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Makes entries from a phone book of Windows (rasphone.pbk), a ProfileXML of its VPNv2 (.xml), a VPN profile"
                    + " of NetworkManager (.nmconnection), strongSwan's swanctl.conf or a peers file of pppd, and says of"
                    + " each line what became of it.",
            "Every line is kept: `entry export` gives the file back, changed only where the entry was.",
            "All of it is stored or nothing. Passwords never are: `credentials set` stores them."
        },
        footer = {
            "  dialtone entry import rasphone.pbk --dry-run",
            "  dialtone entry import rasphone.pbk --only \"Head office\" --as office",
            "  dialtone entry import rasphone.pbk --as \"A/B=A-B\" --as \"c:d=c-d\"",
            "  dialtone entry import /etc/NetworkManager/system-connections/office.nmconnection",
            "  dialtone entry import /etc/ppp/peers/dsl-provider --dry-run"
        })
final class EntryImportCommand extends CliCommand {
    private static final int MOST_SHOWN = 50;

    @Parameters(paramLabel = "FILE", description = "the file, read here and with your rights")
    Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "pbk, nmconnection, profilexml, swanctl or peers; else by the file's name and folder")
    @Nullable
    String format;

    @Option(names = "--dry-run", description = "only say what would become of it; needs no manager")
    boolean dryRun;

    @Option(names = "--only", paramLabel = "NAME", description = "this entry of the file; may be repeated")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--as",
            paramLabel = "NAME=NEW",
            description = "another name for an entry of the file; NEW is enough when there is one entry")
    List<String> as = new ArrayList<>();

    @Option(names = "--replace", description = "entries that are there already are replaced, instead of error 183")
    boolean replace;

    @Option(names = "--all-lines", description = "show the lines too that ask for nothing")
    boolean allLines;

    EntryImportCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        BookFormat kind = format();
        Imported imported = kind.read(BookFile.read(file), kind.bare(file.toString()));
        ImportNames names = ImportNames.of(right(imported), only, as);
        Map<ImportedEntry, Entry> entries = new LinkedHashMap<>();
        names.taken().forEach(entry -> entries.put(entry, entry.entry(names.of(entry))));
        if (!dryRun) {
            try (RemoteAccess access = connect()) {
                store(access, List.copyOf(entries.values()));
            }
        }
        report(entries);
        return ExitCode.DONE;
    }

    private BookFormat format() {
        String named = format;
        if (named != null) {
            return BookFormat.ofWord(named)
                    .orElseThrow(() -> wrong("--format " + named + ": must be " + EntryExportCommand.words()));
        }
        return BookFormat.ofName(file.toString())
                .orElseThrow(() ->
                        wrong(file + ": its name does not say what it is; --format " + EntryExportCommand.words()));
    }

    /// The entries, when nothing is wrong with those that are asked for.
    private List<ImportedEntry> right(Imported imported) {
        List<Remark> wrong = only.isEmpty() || imported.entries().isEmpty()
                ? imported.wrong()
                : imported.entries().stream()
                        .filter(entry -> only.contains(entry.name()))
                        .flatMap(entry -> entry.remarks().stream())
                        .filter(remark -> remark.fate() == Remark.Fate.WRONG)
                        .toList();
        if (wrong.isEmpty()) {
            return imported.entries();
        }
        for (Remark remark : wrong.subList(0, Math.min(MOST_SHOWN, wrong.size()))) {
            if (json) {
                screen.json(ImportReport.json(remark));
            } else {
                screen.error(remark.complaint(file.toString()));
            }
        }
        throw RasException.of(
                RasError.CORRUPT_PHONEBOOK,
                wrong.getFirst().complaint(file.toString())
                        + (wrong.size() > 1 ? ", and " + (wrong.size() - 1) + " more" : "")
                        + "; nothing was imported");
    }

    /// All or nothing: what was stored before one that cannot be is taken back.
    private void store(RemoteAccess access, List<Entry> entries) {
        Set<String> before = there(access, entries);
        for (Entry entry : entries) {
            if (!replace && before.contains(entry.name())) {
                throw RasException.of(
                        RasError.ALREADY_EXISTS,
                        "there is an entry \"" + entry.name()
                                + "\" already; --replace, or give another name with --as");
            }
        }
        List<Entry> replaced = new ArrayList<>();
        List<String> added = new ArrayList<>();
        try {
            for (Entry entry : entries) {
                if (before.contains(entry.name())) {
                    replaced.add(access.entry(entry.name()));
                    access.setEntry(entry);
                } else {
                    // one that was refused is not ours to take back: a file that cannot be read may be there
                    access.setEntry(entry);
                    added.add(entry.name());
                }
            }
        } catch (RasException e) {
            replaced.forEach(entry -> takenBack(() -> access.setEntry(entry)));
            added.forEach(name -> takenBack(() -> access.removeEntry(name)));
            throw e;
        }
    }

    /// Which of the names mean an entry already: of the caller's own, or the system's.
    private static Set<String> there(RemoteAccess access, List<Entry> entries) {
        Set<String> listed = new HashSet<>();
        access.entries(Set.of()).forEach(entry -> listed.add(EntryName.plain(entry.name())));
        Set<String> there = new HashSet<>();
        for (Entry entry : entries) {
            if (listed.contains(entry.name()) && exists(access, entry.name())) {
                there.add(entry.name());
            }
        }
        return there;
    }

    private static boolean exists(RemoteAccess access, String name) {
        try {
            return EntryName.plain(access.entry(name).name()).equals(name);
        } catch (RasException e) {
            if (e.error() == RasError.CANNOT_FIND_PHONEBOOK_ENTRY) {
                return false;
            }
            throw e;
        }
    }

    private static void takenBack(Runnable change) {
        try {
            change.run();
        } catch (RasException e) {
            // the one that failed was never there, and for the rest the first error says why
        }
    }

    private void report(Map<ImportedEntry, Entry> entries) {
        if (json) {
            entries.forEach((imported, entry) -> screen.json(ImportReport.json(imported, entry)));
            return;
        }
        ImportReport report = new ImportReport(screen, allLines);
        entries.forEach(report::show);
        String count = entries.size() == 1 ? "1 entry" : entries.size() + " entries";
        if (dryRun) {
            screen.line("Would import " + count + ". Nothing was stored.");
        } else {
            screen.line("Imported " + count + ". No password was; store them with: dialtone credentials set NAME");
        }
    }
}
