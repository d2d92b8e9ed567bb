package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// strongSwan's `swanctl.conf` in and out; each connection is an entry.
final class SwanConf {
    static final String FORMAT = "swanctl";
    static final String WHAT = "a swanctl.conf";
    private static final int MAX_CONNECTIONS = 10_000;

    private SwanConf() {}

    static Decoded<Imported> decode(byte[] file) {
        return switch (SourceText.decode(file, FileText.MAX_FILE)) {
            case Decoded.Ok<SourceText>(SourceText source, int _) -> connections(source, Original.source(file));
            case Decoded.Malformed<SourceText>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<SourceText> _ -> Decoded.needMore();
        };
    }

    private static Decoded<Imported> connections(SourceText source, String number) {
        return switch (SwanScan.decode(source)) {
            case Decoded.Ok<SwanScan.Scanned>(SwanScan.Scanned scanned, int consumed) -> {
                Optional<Decoded<Imported>> wrong = wrong(source, SwanPiece.connections(scanned.root()));
                yield wrong.isPresent() ? wrong.get() : Decoded.ok(imported(source, scanned, number), consumed);
            }
            case Decoded.Malformed<SwanScan.Scanned>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<SwanScan.Scanned> _ -> Decoded.needMore();
        };
    }

    private static Optional<Decoded<Imported>> wrong(SourceText source, List<SwanSection> connections) {
        if (connections.isEmpty()) {
            return Optional.of(
                    source.malformed(source.text().length(), "", "no connection", "connections { NAME { … } }"));
        }
        if (connections.size() > MAX_CONNECTIONS) {
            return Optional.of(source.malformed(
                    connections.get(MAX_CONNECTIONS).label().begin(), "", "more", "at most " + MAX_CONNECTIONS));
        }
        Map<String, Integer> lines = new HashMap<>();
        for (SwanSection connection : connections) {
            int begin = connection.label().begin();
            Integer before = lines.putIfAbsent(connection.name(), source.line(begin));
            if (before != null) {
                return Optional.of(source.malformed(
                        begin, "", connection.name(), "a name of its own: line " + before + " has it already"));
            }
        }
        return Optional.empty();
    }

    private static Imported imported(SourceText source, SwanScan.Scanned scanned, String number) {
        List<Remark> secrets = new ArrayList<>();
        SourceText kept = SwanSecrets.without(source, scanned, secrets);
        SwanSection root = secrets.isEmpty() ? scanned.root() : rescanned(kept);
        List<ImportedEntry> entries = new ArrayList<>();
        List<Remark> wrong = new ArrayList<>();
        List<SwanSection> connections = SwanPiece.connections(root);
        secrets.sort(Comparator.comparingInt(Remark::line));
        int told = 0;
        int begin = 0;
        for (SwanSection connection : connections) {
            boolean last = entries.size() + 1 == connections.size();
            int end = last
                    ? kept.text().length()
                    : lineEnd(kept.text(), connection.whole().end());
            String text = kept.text().substring(begin, end);
            int line = kept.line(begin);
            int lastLine =
                    last ? Integer.MAX_VALUE : kept.line(connection.whole().end());
            Optional<SwanPiece> piece = SwanPiece.of(text, line);
            if (text.length() > SourceText.MAX_TEXT || piece.isEmpty()) {
                int place = connection.label().begin();
                String expected = piece.isEmpty()
                        ? "a connection that can be cut out of the file"
                        : "at most " + SourceText.MAX_TEXT + " characters with what stands around it";
                wrong.add(Remark.wrong(kept.line(place), kept.column(place), "", connection.name(), expected));
                return new Imported(List.of(), wrong);
            }
            SwanReading reading = SwanReading.of(piece.get());
            wrong.addAll(reading.wrong());
            Original original =
                    new Original(FORMAT, StandardCharsets.UTF_8, number, entries.size() + 1, connection.name(), text);
            int first = told;
            while (told < secrets.size() && secrets.get(told).line() <= lastLine) {
                told++;
            }
            entries.add(new ImportedEntry(
                    connection.name(),
                    kept.line(connection.label().begin()),
                    line,
                    reading.options(),
                    original,
                    secrets.subList(first, told)));
            begin = end;
        }
        return new Imported(entries, wrong);
    }

    private static SwanSection rescanned(SourceText kept) {
        if (SwanScan.decode(kept) instanceof Decoded.Ok<SwanScan.Scanned>(SwanScan.Scanned scanned, int _)) {
            return scanned.root();
        }
        throw new IllegalStateException("emptied values are values");
    }

    /// Behind the line, when nothing but a comment is left on it.
    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        int next = end < 0 ? text.length() : end + 1;
        String rest = text.substring(at, next).strip();
        return rest.isEmpty() || rest.startsWith("#") ? next : at;
    }

    static Optional<SwanPiece> piece(Original original, int line) {
        return SwanPiece.of(original.body(), line);
    }

    /// Sections of one name are one connection there.
    private static void refuseSecond(Map<String, String> labels, String label, Entry entry) {
        String other = labels.putIfAbsent(label, entry.name());
        if (other != null) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "\"" + other + "\" and \"" + entry.name() + "\" would both be " + label + " in " + WHAT
                            + ": rename one, or export them one by one");
        }
    }

    /// @throws RasException 87 for a protocol that strongSwan has not, and for names that come to the same there; 625
    ///                      for an original that cannot be read
    static Exported of(List<Entry> entries) {
        StringBuilder file = new StringBuilder();
        Map<String, List<Remark>> remarks = new LinkedHashMap<>();
        Map<String, String> labels = new HashMap<>();
        boolean inside = false;
        for (Leaving next : Leaving.inOrder(entries, FORMAT)) {
            Entry entry = next.entry();
            SwanPiece piece = next.original().isPresent()
                    ? piece(next.original().get(), 1).orElseThrow(() -> OneEntry.unreadable(entry, WHAT))
                    : SwanWriters.template(entry);
            if (!file.isEmpty() && file.charAt(file.length() - 1) != '\n' && piece.beginsInside() != inside) {
                file.append('\n');
            }
            if (piece.beginsInside() && !inside) {
                file.append(SwanPiece.OPEN);
            } else if (!piece.beginsInside() && inside) {
                file.append(SwanPiece.CLOSE);
            }
            SwanWriters writers = new SwanWriters(piece, SwanReading.of(piece), entry);
            boolean renamed =
                    next.original().isPresent() && !next.original().get().name().equals(entry.name());
            refuseSecond(
                    labels,
                    renamed
                            ? SwanWriters.label(entry.name())
                            : piece.connection().name(),
                    entry);
            file.append(piece.bare(writers.text(renamed)));
            inside = piece.endsInside();
            List<Remark> left = writers.leftOut();
            if (!left.isEmpty()) {
                remarks.put(entry.name(), left);
            }
        }
        if (inside) {
            file.append(file.charAt(file.length() - 1) == '\n' ? SwanPiece.CLOSE : "\n" + SwanPiece.CLOSE);
        }
        return new Exported(file.toString().getBytes(StandardCharsets.UTF_8), remarks);
    }
}
