package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasException;

/// Names of other phone books: what Windows takes for an entry's name is not always allowed here.
public final class EntryNames {
    private static final int MOST = 256;

    private EntryNames() {}

    /// Whether an entry may have this name.
    public static boolean isAllowed(String name) {
        return wrong(name).isEmpty();
    }

    /// Why an entry may not have this name; empty when it may.
    public static String wrong(String name) {
        try {
            Entry.checkName(name);
            return "";
        } catch (RasException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// An allowed name that looks like this one.
    public static String proposal(String name) {
        StringBuilder allowed = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean fits = isAllowed("a" + Character.toString(c));
            allowed.append(fits ? Character.toString(c) : "-");
        });
        String text = allowed.toString().strip().replaceAll("^[-.\\s]+", "");
        if (text.length() > MOST) {
            text = text.substring(0, Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST);
        }
        return isAllowed(text) ? text : "entry";
    }
}
