package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/entry-options.md` says of each option what it is, and of no other.
class EntryOptionsTableTest {
    private static final Pattern KEY = Pattern.compile("`([a-z0-9-]+)`");

    /// Cells of the rows with as many columns, without the heads of the tables.
    private static List<List<String>> rows(int columns) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "entry-options.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| Windows ") && !line.startsWith("| here ")) {
                List<String> cells = Arrays.stream(
                                line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
                if (cells.size() == columns) {
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    private static List<EntryOption> named(String cell) {
        List<EntryOption> options = new ArrayList<>();
        Matcher key = KEY.matcher(cell);
        while (key.find()) {
            options.add(EntryOption.named(key.group(1)));
        }
        return options;
    }

    @Test
    void tablesNameEveryOption() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        for (List<String> row : rows(4)) {
            named(row.get(2)).forEach(option -> named.add(option.key()));
        }
        for (List<String> row : rows(2)) {
            named(row.getFirst()).forEach(option -> named.add(option.key()));
        }
        assertThat(named)
                .isEqualTo(Arrays.stream(EntryOption.values())
                        .map(EntryOption::key)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyRow_saysWhatItsOptionsAre() throws IOException {
        assertThat(rows(4)).hasSizeGreaterThan(100);
        for (List<String> row : rows(4)) {
            assertThat(row.get(1)).as("%s", row).isIn("core", "useful");
            assertThat(row.get(3)).as("%s", row).isEqualTo(state(row));
        }
    }

    /// What the fourth cell must be, by what the options of the third are.
    private static String state(List<String> row) {
        List<EntryOption> options = named(row.get(2));
        if (options.isEmpty()) {
            assertThat(row.get(3)).as("%s", row).matches("(otherwise|to come): .+");
            return row.get(3);
        }
        List<String> waiting = options.stream()
                .flatMap(option -> option.kept().stream())
                .map(kept -> kept.until() + (kept.binding() ? " (refused)" : ""))
                .distinct()
                .toList();
        boolean all = options.stream().allMatch(option -> option.kept().isPresent());
        assertThat(all || waiting.isEmpty()).as("one state for all of %s", row).isTrue();
        return waiting.isEmpty() ? "built" : "kept: " + String.join("; ", waiting);
    }

    @Test
    void oursAlone_areBuilt() throws IOException {
        for (List<String> row : rows(2)) {
            assertThat(named(row.getFirst())).allMatch(option -> option.kept().isEmpty());
        }
    }
}
