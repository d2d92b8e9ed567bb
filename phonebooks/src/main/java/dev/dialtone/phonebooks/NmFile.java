package dev.dialtone.phonebooks;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A NetworkManager connection profile as lines: groups in brackets, settings, comments after `#`
/// (SPEC [nm-settings-keyfile(5)]). One file is one entry. Of a key that repeats the last one counts.
record NmFile(List<TextLine> lines) {
    private static final int MAX_TEXT = PbkFile.MAX_SECTION;

    NmFile {
        lines = List.copyOf(lines);
    }

    /// A setting and its group.
    record Setting(String group, TextLine line) {
        boolean is(String inGroup, String key) {
            return group.equals(inGroup) && line.is(key);
        }
    }

    static Decoded<NmFile> decode(byte[] file) {
        Optional<Decoded<NmFile>> refused = FileText.refused(file);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (FileText.utf8(file, 0, file.length) == null) {
            return malformed(FileText.firstNotUtf8(file, 0, file.length), "bytes that are no UTF-8", "UTF-8");
        }
        List<TextLine> lines = new ArrayList<>();
        boolean grouped = false;
        int length = 0;
        for (FileText.Span span : FileText.spans(file, 0, file.length, 1)) {
            TextLine line = new TextLine(
                    span.number(),
                    new String(file, span.begin(), span.end() - span.begin(), StandardCharsets.UTF_8),
                    new String(file, span.end(), span.next() - span.end(), StandardCharsets.UTF_8));
            String text = line.text();
            grouped |= isGroup(text);
            if (text.startsWith("[") && !isGroup(text)) {
                return malformed(span.begin(), text, "[GROUP], with ] at the end");
            }
            boolean silent = isGroup(text) || line.isBlank() || text.startsWith("#");
            if (!silent && (!line.isSetting() || line.key().isEmpty())) {
                return malformed(span.begin(), text, "KEY=VALUE");
            }
            if (!silent && !grouped) {
                return malformed(span.begin(), text, "[GROUP] before it");
            }
            length += text.length() + line.end().length();
            if (length > MAX_TEXT) {
                return malformed(span.begin(), "more text", "at most " + MAX_TEXT + " characters");
            }
            lines.add(line);
        }
        return grouped
                ? Decoded.ok(new NmFile(lines), file.length)
                : malformed(file.length, "no group", "[connection], [vpn] and others");
    }

    private static Decoded<NmFile> malformed(int offset, String found, String expected) {
        return Decoded.malformed(TextPlace.reason("", found, expected), offset);
    }

    private static boolean isGroup(String text) {
        return text.startsWith("[")
                && text.stripTrailing().endsWith("]")
                && text.strip().length() > 2;
    }

    private static String group(String text) {
        return text.substring(1, text.lastIndexOf(']'));
    }

    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        String group = "";
        for (TextLine line : lines) {
            if (isGroup(line.text())) {
                group = group(line.text());
            } else if (line.isSetting() && !line.text().startsWith("#")) {
                settings.add(new Setting(group, line));
            }
        }
        return settings;
    }

    Optional<TextLine> line(String group, String key) {
        return settings().stream()
                .filter(setting -> setting.is(group, key))
                .map(Setting::line)
                .reduce((first, second) -> second);
    }

    String value(String group, String key) {
        return line(group, key).map(TextLine::value).orElse("");
    }

    String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append(line.end()));
        return text.toString();
    }

    NmFile with(TextLine old, TextLine changed) {
        return new NmFile(
                lines.stream().map(line -> line.equals(old) ? changed : line).toList());
    }

    /// Without a setting; nothing changes when it is not there.
    NmFile without(String group, String key) {
        List<TextLine> gone = settings().stream()
                .filter(setting -> setting.is(group, key))
                .map(Setting::line)
                .toList();
        return new NmFile(lines.stream().filter(line -> !gone.contains(line)).toList());
    }

    /// With a setting changed, or put at the end of its group, which is made when there is none.
    NmFile with(String group, String key, String value) {
        Optional<TextLine> there = line(group, key);
        if (there.isPresent()) {
            return with(there.get(), there.get().withValue(value));
        }
        List<TextLine> more = new ArrayList<>(lines);
        int last = lastOf(group);
        if (last < 0) {
            endLast(more);
            more.add(new TextLine(0, "", "\n"));
            more.add(new TextLine(0, "[" + group + "]", "\n"));
            last = more.size() - 1;
        } else if (last == more.size() - 1) {
            endLast(more);
        }
        more.add(last + 1, new TextLine(0, key + "=" + value, more.get(last).end()));
        return new NmFile(more);
    }

    private static void endLast(List<TextLine> lines) {
        TextLine last = lines.getLast();
        if (last.end().isEmpty()) {
            lines.set(lines.size() - 1, new TextLine(last.number(), last.text(), "\n"));
        }
    }

    private int lastOf(String group) {
        int last = -1;
        boolean inside = false;
        for (int i = 0; i < lines.size(); i++) {
            TextLine line = lines.get(i);
            if (isGroup(line.text())) {
                inside = group(line.text()).equals(group);
            }
            if (inside && !line.isBlank()) {
                last = i;
            }
        }
        return last;
    }
}
