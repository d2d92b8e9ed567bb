package dev.dialtone.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A named set of everything needed to connect (contract §1). Holds only options that were set; an accessor gives the
/// default of the rest. Values are checked when set, so an entry is always well-formed.
///
/// @param name   valid by [EntryName]
/// @param values canonical texts
public record Entry(String name, Map<EntryOption, String> values) {
    private static final String FORBIDDEN = "|><?*\\/:;";
    private static final int MAX_NAME = 256;

    public Entry {
        EntryName.of(name);
        // of a hundred options an entry sets a handful: an array for all would be a phone book's memory
        TreeMap<EntryOption, String> checked = new TreeMap<>();
        values.forEach((option, value) -> {
            // empty is the default
            String canonical = value.isEmpty() ? value : canonical(option, value);
            if (!canonical.isEmpty()) {
                checked.put(option, canonical);
            }
        });
        values = Collections.unmodifiableMap(checked);
    }

    public static Entry of(String name) {
        return new Entry(name, Map.of());
    }

    /// A copy with one option set; empty text unsets it.
    ///
    /// @throws RasException 87, naming the option and what is wrong
    public Entry with(EntryOption option, String value) {
        Map<EntryOption, String> changed = new HashMap<>(values);
        if (value.isEmpty()) {
            changed.remove(option);
        } else {
            changed.put(option, value);
        }
        return new Entry(name, changed);
    }

    /// As [#with(EntryOption, String)], by key.
    public Entry with(String key, String value) {
        return with(EntryOption.named(key), value);
    }

    /// Without all options but these.
    public Entry only(Set<EntryOption> options) {
        Map<EntryOption, String> left = new HashMap<>(values);
        left.keySet().retainAll(options);
        return new Entry(name, left);
    }

    public Entry renamed(String newName) {
        return new Entry(newName, values);
    }

    public String text(EntryOption option) {
        return values.getOrDefault(option, option.standard());
    }

    public int number(EntryOption option) {
        return Integer.parseInt(text(option));
    }

    public boolean flag(EntryOption option) {
        return Boolean.parseBoolean(text(option));
    }

    public List<String> list(EntryOption option) {
        String text = text(option);
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /// Weak methods this entry allows by name, for listings; empty when none.
    public String weak() {
        if (!values.containsKey(EntryOption.AUTHENTICATION) && !values.containsKey(EntryOption.PROXY_AUTHENTICATION)) {
            return "";
        }
        Stream<String> own = list(EntryOption.AUTHENTICATION).stream()
                .filter(method -> !method.equals("mschapv2") && !method.equals("eap"));
        Stream<String> proxy = list(EntryOption.PROXY_AUTHENTICATION).stream()
                .filter(method -> !method.equals("digest"))
                .map(method -> "proxy-" + method);
        return String.join(",", Stream.concat(own, proxy).toList());
    }

    /// What RAS allows as a name (`RasValidateEntryName`) in whatever book, and no hyphen first, which a command line
    /// takes for an option, nor what is no text.
    ///
    /// @throws RasException 123
    public static void checkName(String name) {
        String wrong = null;
        if (name.isEmpty() || name.length() > MAX_NAME) {
            wrong = "must have 1 to " + MAX_NAME + " characters";
        } else if (name.startsWith(".")) {
            wrong = "must not start with a dot";
        } else if (name.startsWith("-")) {
            wrong = "must not start with a hyphen";
        } else {
            wrong = wrongCharacter(name);
        }
        if (wrong != null) {
            String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
            throw RasException.of(RasError.INVALID_NAME, "entry name \"" + shown + "\" " + wrong);
        }
    }

    private static @Nullable String wrongCharacter(String name) {
        boolean readable = false;
        String half = null;
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9') {
                // what names are made of, before what takes longer
                readable = true;
                continue;
            }
            int c = name.codePointAt(i);
            i += Character.charCount(c) - 1;
            if (FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c)) {
                return "must not hold a control character or any of " + FORBIDDEN;
            }
            readable |= Character.isLetterOrDigit(c);
            half = Json.isHalf(c) ? "must not hold half a character" : half;
        }
        return half == null && !readable ? "needs a letter or a digit" : half;
    }

    private static String canonical(EntryOption option, String value) {
        try {
            return option.kind().canonical(value);
        } catch (IllegalArgumentException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, option.key() + ": " + e.getMessage());
        }
    }
}
