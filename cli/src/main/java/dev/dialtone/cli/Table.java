package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns.
final class Table {
    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(Screen screen) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            Screen.Style style = r == 0 ? Screen.Style.BOLD : Screen.Style.PLAIN;
            table.append(r == 0 ? "" : "\n").append(screen.paint(style, line(rows.get(r), widths)));
        }
        // in one piece: there may be thousands of rows
        screen.show(table.toString());
    }

    private static String line(List<String> cells, int[] widths) {
        int last = widths.length - 1;
        while (last > 0 && cells.get(last).isEmpty()) {
            last--;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            String cell = cells.get(i);
            line.append(cell);
            if (i < last) {
                line.repeat(' ', widths[i] - cell.length() + GAP);
            }
        }
        return line.toString();
    }
}
