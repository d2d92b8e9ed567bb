package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Wire;
import dev.dialtone.cli.Screen.Style;
import dev.dialtone.phonebooks.ImportedEntry;
import dev.dialtone.phonebooks.Remark;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of each line of an imported entry, for people and as JSON.
///
/// @param allLines also those that ask for nothing
record ImportReport(Screen screen, boolean allLines) {

    void show(ImportedEntry imported, Entry entry) {
        String named = imported.name().equals(entry.name()) ? "" : "  (in the file: " + imported.name() + ")";
        screen.show(screen.paint(Style.BOLD, entry.name())
                + screen.paint(Style.FAINT, "  line " + imported.line() + named));
        show(imported.remarks());
    }

    void show(List<Remark> remarks) {
        int quiet = 0;
        for (Remark remark : remarks) {
            if (remark.fate() == Fate.KEPT && !allLines) {
                quiet++;
            } else {
                line(remark);
            }
        }
        if (quiet > 0) {
            screen.line("  and " + quiet + " lines that ask for nothing, which are kept");
        }
    }

    private void line(Remark remark) {
        String setting = remark.key().isEmpty() ? "" : remark.key() + "=" + remark.shown();
        String place = remark.line() == 0 ? "" : Integer.toString(remark.line());
        String text = remark.line() == 0
                ? String.format(Locale.ROOT, "  %-9s %s", remark.fate().word(), remark.text())
                : String.format(
                        Locale.ROOT, "  %-9s %6s  %-36s  %s", remark.fate().word(), place, setting, remark.text());
        Style style = switch (remark.fate()) {
            case WRONG, LEFT_OUT -> Style.BAD;
            case CARRIED, NOT_DONE, NOTE -> Style.PLAIN;
            case KEPT -> Style.FAINT;
        };
        screen.show(screen.paint(style, text.stripTrailing()));
    }

    static Map<String, Object> json(ImportedEntry imported, Entry entry) {
        Map<String, Object> object = new LinkedHashMap<>(Wire.of(entry.with(EntryOption.ORIGINAL, "")));
        object.put("nameInFile", imported.name());
        object.put("line", imported.line());
        object.put(
                "remarks", imported.remarks().stream().map(ImportReport::json).toList());
        return object;
    }

    static Map<String, Object> json(Remark remark) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("fate", remark.fate().word());
        if (remark.line() > 0) {
            object.put("line", remark.line());
            object.put("column", remark.column());
        }
        if (!remark.key().isEmpty()) {
            object.put("key", remark.key());
            object.put("value", remark.value());
        }
        object.put(remark.fate() == Fate.WRONG ? "expected" : "text", remark.text());
        return object;
    }
}
