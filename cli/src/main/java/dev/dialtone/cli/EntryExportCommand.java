package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.phonebooks.BookFormat;
import dev.dialtone.phonebooks.Exported;
import dev.dialtone.phonebooks.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Writes entries as a phone book of Windows or a swanctl.conf, or one as a ProfileXML, a profile of"
                    + " NetworkManager or a peers file of pppd, and says what that has no place for.",
            "What was imported is given back as it was, line by line, but for options that were changed since. No"
                    + " secret is written."
        },
        footer = {
            "  dialtone entry export office -o office.pbk",
            "  dialtone entry export --all --format pbk >rasphone.pbk"
        })
final class EntryExportCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", arity = "0..*", description = "the entries")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "all entries")
    boolean all;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "pbk or swanctl, or for one entry nmconnection, profilexml or peers; else by the name of FILE, else"
                            + " what it was imported from")
    @Nullable
    String format;

    @Option(names = "-o", paramLabel = "FILE", description = "where to, with your rights; else standard output")
    @Nullable
    Path file;

    EntryExportCommand(Shell shell) {
        super(shell);
    }

    /// The formats, for messages.
    static String words() {
        return Arrays.stream(BookFormat.values()).map(BookFormat::word).collect(Collectors.joining(" or "));
    }

    @Override
    int run() {
        if (names.isEmpty() != all) {
            throw wrong("name the entries, or give --all");
        }
        if (json && file == null) {
            throw wrong("--json: needs -o FILE, for the file itself is no JSON");
        }
        Optional<BookFormat> named = named();
        Exported exported;
        final List<Entry> entries;
        try (RemoteAccess access = connect()) {
            entries = read(access, all ? ofOneBook(access) : names);
            exported = named.or(() -> entries.stream()
                            .flatMap(entry -> BookFormat.of(entry).stream())
                            .findFirst())
                    .orElse(BookFormat.PBK)
                    .write(entries);
        }
        Path target = file;
        if (target != null) {
            BookFile.write(target, exported.content());
        } else {
            boolean _ = screen.raw(exported.content());
        }
        return report(entries, exported, target);
    }

    /// As a phone book of others has them: whose they are stays here.
    ///
    /// @throws RasException 183 two of different books have one name
    private static List<Entry> read(RemoteAccess access, List<String> asked) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> named = new HashMap<>();
        for (String name : asked.stream().distinct().toList()) {
            Entry entry = access.entry(name);
            String plain = EntryName.plain(entry.name());
            String before = named.putIfAbsent(plain, entry.name());
            if (before != null && !before.equals(entry.name())) {
                throw RasException.of(
                        RasError.ALREADY_EXISTS,
                        "\"" + before + "\" and \"" + entry.name() + "\" would both be \"" + plain + "\"");
            }
            if (before == null) {
                entries.add(entry.renamed(plain));
            }
        }
        return List.copyOf(entries);
    }

    /// What a name alone means: to an ordinary user what is theirs, or else the system's. To the privileged it is the
    /// system's, and what is in others' books is not theirs to carry away unasked.
    private static List<String> ofOneBook(RemoteAccess access) {
        List<String> listed = access.entries(Set.of()).stream().map(Entry::name).toList();
        Set<String> systems =
                listed.stream().filter(name -> EntryName.userOf(name).isEmpty()).collect(Collectors.toSet());
        return listed.stream()
                .map(EntryName::plain)
                .distinct()
                .filter(name -> systems.contains(name) || isThere(access, name))
                .toList();
    }

    private static boolean isThere(RemoteAccess access, String name) {
        try {
            Entry _ = access.entry(name);
            return true;
        } catch (RasException e) {
            return false;
        }
    }

    private Optional<BookFormat> named() {
        String given = format;
        if (given != null) {
            return Optional.of(
                    BookFormat.ofWord(given).orElseThrow(() -> wrong("--format " + given + ": must be " + words())));
        }
        return file == null ? Optional.empty() : BookFormat.ofName(file.toString());
    }

    private int report(List<Entry> entries, Exported exported, @Nullable Path target) {
        if (!json) {
            exported.remarks()
                    .forEach((entry, remarks) -> remarks.forEach(remark -> screen.error(text(entry, remark))));
        }
        if (target == null) {
            return ExitCode.DONE;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("exported", entries.stream().map(Entry::name).toList());
        object.put("file", target.toString());
        Map<String, Object> remarks = new LinkedHashMap<>();
        exported.remarks()
                .forEach((entry, of) ->
                        remarks.put(entry, of.stream().map(ImportReport::json).toList()));
        object.put("remarks", remarks);
        String count = entries.size() == 1 ? "1 entry" : entries.size() + " entries";
        return done(object, "Wrote " + count + " to " + target + ".");
    }

    private static String text(String entry, Remark remark) {
        String what = remark.key().isEmpty() ? "" : remark.key() + "=" + remark.shown() + ": ";
        return Screen.clean("dialtone: " + entry + ": " + remark.fate().word() + ": " + what + remark.text());
    }
}
