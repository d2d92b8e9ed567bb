package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An entry on its way into a file that holds several.
///
/// @param original of that kind of file
record Leaving(Entry entry, Optional<Original> original) {
    private String place() {
        return original.map(found -> "file " + found.source()).orElse("entry " + entry.name());
    }

    private int index() {
        return original.map(Original::index).orElse(0);
    }

    /// Entries of one file in the order of that file, where the first of them was named.
    static List<Leaving> inOrder(List<Entry> entries, String format) {
        List<Leaving> leaving = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (Entry entry : entries) {
            Leaving next = new Leaving(entry, OneEntry.original(entry, format));
            leaving.add(next);
            places.putIfAbsent(next.place(), places.size());
        }
        leaving.sort(Comparator.<Leaving>comparingInt(next -> places.getOrDefault(next.place(), 0))
                .thenComparingInt(Leaving::index));
        return leaving;
    }
}
