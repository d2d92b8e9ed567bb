package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The numbers behind the first of a `.pbk` entry's medium, each with the lines of its block.
final class PbkAlternates {
    /// The lines of a number's block, and what a new one has there.
    private static final Map<String, String> BLOCK = Map.of(
            "AreaCode",
            "",
            "CountryCode",
            "0",
            "CountryID",
            "0",
            "UseDialingRules",
            "0",
            "Comment",
            "",
            "FriendlyName",
            "",
            "LastSelectedPhone",
            "0",
            PbkServers.PROMOTE,
            "0",
            PbkServers.TRY_NEXT,
            "1");

    private PbkAlternates() {}

    /// The section with the entry's other servers in the place of those it had; blocks of numbers that stay are not
    /// touched.
    static PbkSection write(PbkSection section, Entry entry) {
        List<String> wanted = entry.list(EntryOption.ALTERNATES);
        List<TextLine> numbers = section.firstMedium(PbkKind.NUMBER);
        if (numbers.isEmpty()) {
            return section;
        }
        PbkSection changed = section;
        for (int i = numbers.size() - 1; i > wanted.size(); i--) {
            changed = without(changed, numbers.get(i));
        }
        int there = Math.min(wanted.size(), numbers.size() - 1);
        if (wanted.size() > there) {
            changed = added(changed, numbers.getLast(), wanted.subList(there, wanted.size()));
        }
        for (int i = 1; i <= there; i++) {
            changed = changed.with(numbers.get(i), numbers.get(i).withValue(wanted.get(i - 1)));
        }
        for (TextLine line : changed.firstMedium(PbkServers.TRY_NEXT)) {
            changed = wanted.isEmpty() ? changed : changed.with(line, line.withValue("1"));
        }
        return changed;
    }

    /// Without a number and the lines of its block.
    private static PbkSection without(PbkSection section, TextLine number) {
        PbkSection changed = section.without(number);
        List<TextLine> lines = section.lines();
        for (int i = lines.indexOf(number) + 1; i < lines.size() && isBlock(lines.get(i)); i++) {
            changed = changed.without(lines.get(i));
        }
        return changed;
    }

    private static boolean isBlock(TextLine line) {
        return BLOCK.containsKey(line.key());
    }

    /// With numbers behind the last one's block, each with a block like it.
    private static PbkSection added(PbkSection section, TextLine last, List<String> numbers) {
        List<TextLine> lines = section.lines();
        int end = lines.indexOf(last);
        List<String> block = new ArrayList<>();
        while (end + 1 < lines.size() && isBlock(lines.get(end + 1))) {
            end++;
            String key = lines.get(end).key();
            block.add(key + "=" + BLOCK.getOrDefault(key, ""));
        }
        List<String> more = new ArrayList<>();
        for (String number : numbers) {
            more.add(PbkKind.NUMBER + "=" + number);
            more.addAll(block);
        }
        // each behind the same line, the last one first: lines that were made here cannot be told apart
        PbkSection changed = section;
        for (String text : more.reversed()) {
            changed = changed.after(lines.get(end), text);
        }
        return changed;
    }

    static PbkSection promotion(PbkSection section, Entry entry) {
        List<TextLine> there = section.firstMedium(PbkServers.PROMOTE);
        String value = entry.flag(EntryOption.PROMOTE_ALTERNATES) ? "1" : "0";
        if (!there.isEmpty()) {
            PbkSection changed = section;
            for (TextLine line : there) {
                changed = changed.with(line, line.withValue(value));
            }
            return changed;
        }
        List<TextLine> numbers = section.firstMedium(PbkKind.NUMBER);
        return numbers.isEmpty() ? section : section.after(numbers.getLast(), PbkServers.PROMOTE + "=" + value);
    }
}
