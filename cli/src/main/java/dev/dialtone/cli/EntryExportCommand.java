package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.phonebooks.BookFormat;
import dev.dialtone.phonebooks.Exported;
import dev.dialtone.phonebooks.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            List<String> asked =
                    all ? access.entries().stream().map(Entry::name).toList() : names;
            entries = asked.stream().distinct().map(access::entry).toList();
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
