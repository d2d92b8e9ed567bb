package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One connection of a `swanctl.conf` with what stands around it. Alone it may begin and end inside of `connections`,
/// so it is read with that around it where it needs to be.
///
/// @param source with what it needs around it
/// @param before how many characters of that are in front
/// @param after  and behind
record SwanPiece(SourceText source, SwanScan.Scanned scanned, SwanSection connection, int before, int after) {
    static final String SECTION = "connections";
    static final String OPEN = SECTION + " {\n";
    static final String CLOSE = "}\n";

    /// @param line of the file that the text begins with
    static Optional<SwanPiece> of(String text, int line) {
        // what a piece lacks at its end begins on a line of its own: its last one may be a comment
        String end = text.endsWith("\n") ? CLOSE : "\n" + CLOSE;
        return read("", text, "", line)
                .or(() -> read("", text, end, line))
                .or(() -> read(OPEN, text, "", line))
                .or(() -> read(OPEN, text, end, line));
    }

    private static Optional<SwanPiece> read(String front, String text, String end, int line) {
        SourceText source = new SourceText(front + text + end, front.isEmpty() ? line : line - 1);
        return SwanScan.decode(source) instanceof Decoded.Ok<SwanScan.Scanned>(SwanScan.Scanned scanned, int _)
                        && connections(scanned.root()).size() == 1
                ? Optional.of(new SwanPiece(
                        source, scanned, connections(scanned.root()).getFirst(), front.length(), end.length()))
                : Optional.empty();
    }

    /// All of a file, in their order.
    static List<SwanSection> connections(SwanSection root) {
        return root.sections(SECTION).stream()
                .flatMap(section -> section.sections().stream())
                .toList();
    }

    /// Whether it begins inside of `connections`.
    boolean beginsInside() {
        return before > 0;
    }

    boolean endsInside() {
        return after > 0;
    }

    /// Without what was put around it.
    String bare(String text) {
        return text.substring(before, text.length() - after);
    }

    /// A setting and the section it is in, from the outermost.
    record Placed(List<SwanSection> sections, Leaf leaf) {
        boolean isIn(SwanSection section) {
            return sections.contains(section);
        }

        /// The key with the names of its sections, without those up to this one.
        String path(SwanSection from) {
            StringBuilder path = new StringBuilder();
            int first = sections.indexOf(from) + 1;
            sections.subList(first, sections.size())
                    .forEach(section -> path.append(section.name()).append('/'));
            return path.append(leaf.key()).toString();
        }
    }

    static List<Placed> settings(SwanSection root) {
        List<Placed> all = new ArrayList<>();
        collect(root, List.of(), all);
        return all;
    }

    private static void collect(SwanSection section, List<SwanSection> around, List<Placed> all) {
        section.settings().forEach(leaf -> all.add(new Placed(around, leaf)));
        for (SwanSection inner : section.sections()) {
            List<SwanSection> deeper = new ArrayList<>(around);
            deeper.add(inner);
            collect(inner, deeper, all);
        }
    }
}
