package dev.dialtone.phonebooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What the lines of one `.pbk` entry come to: options of an entry here, and a remark for every line.
final class PbkReading extends Reading {
    private final PbkSection section;
    private final Map<String, TextLine> heads = new HashMap<>();

    private PbkReading(PbkSection section) {
        this.section = section;
        for (PbkSection.Placed placed : section.settings()) {
            if (placed.isHead()) {
                heads.putIfAbsent(placed.line().key(), placed.line());
            }
        }
    }

    static PbkReading of(PbkSection section) {
        PbkReading reading = new PbkReading(section);
        PbkKind.read(reading);
        PbkRules.read(reading);
        reading.rest();
        return reading;
    }

    PbkSection section() {
        return section;
    }

    /// A line that should be there.
    void missing(String key, String expected) {
        missing(section.header().number(), key, expected);
    }

    Optional<TextLine> head(String key) {
        return Optional.ofNullable(heads.get(key));
    }

    /// A number of the entry itself; empty when it is not there, or wrong and said to be.
    OptionalLong number(String key, long least, long most) {
        Optional<TextLine> line = head(key);
        if (line.isEmpty() || line.get().value().isEmpty()) {
            return OptionalLong.empty();
        }
        String value = line.get().value();
        if (value.matches("-?[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        }
        wrong(line.get(), "a number from " + least + " to " + most);
        return OptionalLong.empty();
    }

    /// A flag of the entry itself, 0 or 1.
    Optional<Boolean> flag(String key) {
        OptionalLong number = number(key, 0, 1);
        return number.isPresent() ? Optional.of(number.getAsLong() == 1) : Optional.empty();
    }

    /// What no rule has spoken about.
    private void rest() {
        for (PbkSection.Placed placed : section.settings()) {
            TextLine line = placed.line();
            TextLine first = placed.isHead() ? heads.getOrDefault(line.key(), line) : line;
            if (isTold(line)) {
                continue;
            }
            Optional<PbkKeys.Key> key = PbkKeys.ALL.key(line.key());
            if (placed.medium() > 1) {
                notDone(line, "there is no multilink: only the first medium counts");
            } else if (!first.equals(line) && isCarried(first)) {
                notDone(line, "line " + first.number() + " has this key already, and counts");
            } else if (key.isEmpty()) {
                notDone(line, "this key is not known");
            } else if (key.get().asksNothing(line.value())) {
                kept(line);
            } else {
                notDone(line, key.get().why());
            }
        }
    }

    /// @param source of the file, as in [Original#source]
    /// @param index  place in the file, from 1
    ImportedEntry imported(PbkPiece piece, String source, int index) {
        List<Remark> leftOut = new ArrayList<>();
        PbkSection kept = PbkSecrets.without(section, leftOut);
        String body = leftOut.isEmpty() ? piece.text() : kept.text();
        Original original = new Original(PbkImport.FORMAT, piece.charset(), source, index, piece.name(), body);
        int line = section.header().number();
        return new ImportedEntry(piece.name(), line, piece.line(), options(), original, leftOut);
    }
}
