package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows in aligned columns.
final class Table {
    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /// In one piece, and without a text for each row: there may be thousands, by a command that lives for a moment.
    void print(Screen screen) {
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> widen(widths, row));
        StringBuilder table =
                new StringBuilder(rows.size() * (Arrays.stream(widths).sum() + GAP * widths.length));
        table.append(screen.paint(Screen.Style.BOLD, line(rows.getFirst(), widths)));
        rows.subList(1, rows.size()).forEach(row -> append(table.append('\n'), row, widths));
        screen.show(table.toString());
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        append(line, cells, widths);
        return line.toString();
    }

    private static void append(StringBuilder to, List<String> cells, int[] widths) {
        int last = widths.length - 1;
        while (last > 0 && cells.get(last).isEmpty()) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            String cell = cells.get(i);
            to.append(Screen.clean(cell));
            if (i < last) {
                to.repeat(' ', widths[i] - cell.length() + GAP);
            }
        }
    }
}
