package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows in aligned columns.
final class Table {
    private static final int GAP = 2;

    private final int[] widths;
    private final List<String> cells = new ArrayList<>();

    Table(String... headings) {
        widths = new int[headings.length];
        row(headings);
    }

    void row(String... texts) {
        for (String text : texts) {
            cell(text);
        }
    }

    /// The next cell from the left, of the next row when this one is full.
    void cell(String text) {
        int column = cells.size() % widths.length;
        widths[column] = Math.max(widths[column], text.length());
        cells.add(text);
    }

    /// In one piece, and without a text for each row: there may be thousands, by a command that lives for a moment.
    void print(Screen screen) {
        int columns = widths.length;
        StringBuilder heading = new StringBuilder();
        append(heading, 0);
        StringBuilder table = new StringBuilder(
                cells.size() / columns * (Arrays.stream(widths).sum() + GAP * columns));
        table.append(screen.paint(Screen.Style.BOLD, heading.toString()));
        for (int row = columns; row < cells.size(); row += columns) {
            append(table.append('\n'), row);
        }
        screen.show(table.toString());
    }

    private void append(StringBuilder to, int row) {
        int last = widths.length - 1;
        while (last > 0 && cells.get(row + last).isEmpty()) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            String cell = cells.get(row + i);
            to.append(Screen.clean(cell));
            if (i < last) {
                to.repeat(' ', widths[i] - cell.length() + GAP);
            }
        }
    }
}
