package dev.dialtone.api;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/// What somebody who mistyped an option may have meant. There are too many to name them all.
final class NearestOptions {
    private static final int MOST = 4;
    private static final int LONGEST = 32;

    private NearestOptions() {}

    /// The keys of the likest, joined by commas.
    static String to(String word) {
        String asked = word.substring(0, Math.min(word.length(), LONGEST));
        return Arrays.stream(EntryOption.values())
                .map(EntryOption::key)
                .sorted(Comparator.comparingInt(key -> changes(asked, key)))
                .limit(MOST)
                .collect(Collectors.joining(", "));
    }

    /// How many letters have to be put in, left out or replaced (Levenshtein's distance).
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
