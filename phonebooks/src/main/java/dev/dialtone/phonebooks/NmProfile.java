package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// NetworkManager profiles in and out; one file is one entry.
final class NmProfile {
    static final String FORMAT = "nmconnection";

    private static final Set<EntryOption> KNOWN = Set.of(
            EntryOption.PROTOCOL,
            EntryOption.SERVER,
            EntryOption.PORT,
            EntryOption.USER,
            EntryOption.DOMAIN,
            EntryOption.MTU,
            EntryOption.PROXY,
            EntryOption.PROXY_USER,
            EntryOption.IPV4,
            EntryOption.IPV6,
            EntryOption.DEFAULT_ROUTE,
            EntryOption.DNS,
            EntryOption.DNS_SERVERS,
            EntryOption.METRIC,
            EntryOption.METRIC_IPV6,
            EntryOption.SERVER_ROUTES,
            EntryOption.DOMAINS,
            EntryOption.ROUTES,
            EntryOption.USERS);

    private NmProfile() {}

    /// @param name of the file, without its ending
    static Decoded<Imported> decode(byte[] file, String name) {
        return switch (NmFile.decode(file)) {
            case Decoded.Ok<NmFile>(NmFile profile, int consumed) -> {
                NmReading reading = NmReading.of(profile);
                ImportedEntry entry = reading.imported(Original.source(file), name);
                yield Decoded.ok(new Imported(List.of(entry), reading.wrong()), consumed);
            }
            case Decoded.Malformed<NmFile>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<NmFile> _ -> Decoded.needMore();
        };
    }

    static Optional<NmFile> file(Original original) {
        return NmFile.decode(original.body().getBytes(StandardCharsets.UTF_8))
                        instanceof Decoded.Ok<NmFile>(NmFile file, int _)
                ? Optional.of(file)
                : Optional.empty();
    }

    /// @throws RasException 87 for more or less than one entry, or a protocol without a plug-in; 625 for an original
    /// that
    ///                      cannot be read
    static Exported of(List<Entry> entries) {
        if (entries.size() != 1) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "a .nmconnection file holds one entry: name one, and export it with -o");
        }
        Entry entry = entries.getFirst();
        Optional<Original> original = Original.of(entry.text(EntryOption.ORIGINAL))
                .filter(found -> found.format().equals(FORMAT));
        List<Remark> remarks = new ArrayList<>();
        NmFile file = original.isPresent()
                ? file(original.get())
                        .orElseThrow(() -> RasException.of(
                                RasError.CORRUPT_PHONEBOOK,
                                entry.name() + ": original: is not a .nmconnection file; entry set " + entry.name()
                                        + " original= forgets it"))
                : template(entry);
        NmReading before = NmReading.of(file);
        NmFile changed = NmWriters.write(file, before, entry);
        if (original.isEmpty() || !entry.name().equals(original.get().name())) {
            changed = changed.with(NmReading.CONNECTION, "id", entry.name());
        }
        leftOut(entry, before, remarks);
        return new Exported(
                changed.text().getBytes(StandardCharsets.UTF_8),
                remarks.isEmpty() ? Map.of() : Map.of(entry.name(), remarks));
    }

    private static void leftOut(Entry entry, NmReading before, List<Remark> remarks) {
        entry.values().forEach((option, value) -> {
            boolean said =
                    KNOWN.contains(option) || option == EntryOption.ORIGINAL || value.equals(before.text(option));
            if (!said) {
                remarks.add(Remark.leftOut(option.key(), value, "a .nmconnection file has no line for it"));
            }
        });
    }

    private static NmFile template(Entry entry) {
        String uuid = UUID.nameUUIDFromBytes(entry.name().getBytes(StandardCharsets.UTF_8))
                .toString();
        String text = """
            [connection]
            id=%s
            uuid=%s
            type=vpn

            [vpn]
            service-type=%s

            [ipv4]
            method=auto

            [ipv6]
            method=auto
            """.formatted(entry.name(), uuid, NmWriters.service(entry));
        List<TextLine> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(new TextLine(lines.size() + 1, line, "\n")));
        return new NmFile(lines);
    }
}
