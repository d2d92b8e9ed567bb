package dev.dialtone.phonebooks;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One entry of a `.pbk` file as lines: `[name]`, settings, then blocks begun by `NETCOMPONENTS`, `MEDIA` and, within
/// a medium, `DEVICE`. Keys are told apart by case: `Device` is the name of a device, `DEVICE` its kind.
///
/// @param charset of its text
/// @param lines   what stands before the first entry belongs to that one
record PbkSection(Charset charset, List<TextLine> lines) {
    static final String COMPONENTS = "NETCOMPONENTS";
    static final String MEDIA = "MEDIA";
    static final String DEVICE = "DEVICE";

    PbkSection {
        lines = List.copyOf(lines);
    }

    /// A line, and which medium and device it belongs to, from 1; 0 before the first.
    record Placed(TextLine line, boolean component, int medium, int device) {
        boolean isHead() {
            return medium == 0 && !component;
        }
    }

    static boolean isHeader(String text) {
        return text.startsWith("[");
    }

    TextLine header() {
        return lines.stream()
                .filter(line -> isHeader(line.text()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a section without its header"));
    }

    String name() {
        String text = header().text();
        return text.substring(1, text.lastIndexOf(']'));
    }

    /// All settings in order.
    List<Placed> settings() {
        List<Placed> placed = new ArrayList<>();
        boolean component = false;
        int medium = 0;
        int device = 0;
        for (TextLine line : lines) {
            if (isHeader(line.text()) || !line.isSetting()) {
                continue;
            }
            switch (line.key()) {
                case COMPONENTS -> component = true;
                case MEDIA -> {
                    component = false;
                    medium++;
                    device = 0;
                }
                case DEVICE -> device++;
                default -> {}
            }
            placed.add(new Placed(line, component, medium, device));
        }
        return placed;
    }

    /// The first setting of the entry itself with this key.
    Optional<TextLine> head(String key) {
        return settings().stream()
                .filter(placed -> placed.isHead() && placed.line().is(key))
                .map(Placed::line)
                .findFirst();
    }

    /// Those of the first medium's devices with this key.
    List<TextLine> firstMedium(String key) {
        return settings().stream()
                .filter(placed -> placed.medium() == 1 && placed.line().is(key))
                .map(Placed::line)
                .toList();
    }

    /// Those with this key, wherever.
    List<TextLine> all(String key) {
        return settings().stream()
                .map(Placed::line)
                .filter(line -> line.is(key))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append(line.end()));
        return text.toString();
    }

    /// With this line in the place of that one.
    PbkSection with(TextLine old, TextLine changed) {
        return new PbkSection(
                charset,
                lines.stream().map(line -> line.equals(old) ? changed : line).toList());
    }

    PbkSection renamed(String name) {
        TextLine header = header();
        return with(header, new TextLine(header.number(), "[" + name + "]", header.end()));
    }

    /// With the entry's own setting changed, or put where its key belongs.
    PbkSection with(String key, String value) {
        Optional<TextLine> there = head(key);
        if (there.isPresent()) {
            return with(there.get(), there.get().withValue(value));
        }
        int place = PbkKeys.ALL.place(key);
        TextLine before = header();
        for (Placed placed : settings()) {
            if (placed.isHead() && PbkKeys.ALL.place(placed.line().key()) < place) {
                before = placed.line();
            }
        }
        return after(before, key + "=" + value);
    }

    PbkSection without(TextLine gone) {
        return new PbkSection(
                charset, lines.stream().filter(line -> !line.equals(gone)).toList());
    }

    /// With a line more behind that one.
    PbkSection after(TextLine before, String text) {
        List<TextLine> more = new ArrayList<>(lines);
        String end = before.end().isEmpty() ? "\r\n" : before.end();
        int at = more.indexOf(before);
        more.set(at, new TextLine(before.number(), before.text(), end));
        more.add(at + 1, new TextLine(0, text, end));
        return new PbkSection(charset, more);
    }

    PbkSection in(Charset other) {
        return new PbkSection(other, lines);
    }
}
