package dev.dialtone.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How an entry is called. `office` is the caller's own or, when they have none of that name, the system's; `/office`
/// is the system's; `ann/office` is in the book of the user ann. In what the manager tells, `office` is the system's.
/// No name of an entry holds a slash, so none of them is taken for another.
///
/// @param user whose book it is in: a user's name, or the number of one without; empty for the system's; null when it
///             is not said
/// @param name in that book, by [Entry#checkName]
public record EntryName(@Nullable String user, String name) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@$+-]{0,63}");
    private static final char BETWEEN = '/';

    /// @throws RasException 123
    public static EntryName of(String text) {
        int slash = text.indexOf(BETWEEN);
        String name = text.substring(slash + 1);
        String user = slash < 0 ? null : text.substring(0, slash);
        if (user != null && !user.isEmpty() && !isUser(user)) {
            String shown = user.length() > 40 ? user.substring(0, 40) + "…" : user;
            throw RasException.of(
                    RasError.INVALID_NAME, "entry name: \"" + shown + "\" before the slash is no user's name");
        }
        Entry.checkName(name);
        return new EntryName(user, name);
    }

    /// Whether a user of this name can be told before the slash. Others are told by their number.
    public static boolean isUser(String text) {
        return USER.matcher(text).matches();
    }

    /// In whose book the entry of this full name is; empty for the system's. Any text may be asked about.
    public static String userOf(String full) {
        return full.substring(0, Math.max(0, full.indexOf(BETWEEN)));
    }

    /// What the entry is called in its book. Any text may be asked about.
    public static String plain(String full) {
        return full.substring(full.indexOf(BETWEEN) + 1);
    }

    /// What means the entry of this full name and no other, whoever says it.
    public static String exact(String full) {
        return full.indexOf(BETWEEN) < 0 ? BETWEEN + full : full;
    }

    /// What an entry is called that was renamed so: it stays in its book.
    public static String beside(String name, String newName) {
        String user = userOf(name);
        return user.isEmpty() || newName.indexOf(BETWEEN) >= 0 ? newName : full(user, newName);
    }

    /// The full name of an entry in a user's book.
    public static String full(String user, String name) {
        return user + BETWEEN + name;
    }
}
