package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.List;
import java.util.function.UnaryOperator;

/// The entries. A port; in production files. Callable from any thread.
public interface PhoneBook {
    /// What stands for the file in errors of [#setText].
    String TEXT = "text";

    /// All that can be read, by name.
    List<Entry> entries();

    /// What is wrong with this book, as sentences; empty when all is well.
    List<String> problems();

    /// @throws dev.dialtone.api.RasException 623 none, 625 malformed
    Entry entry(String name);

    /// Whether there is an entry of that name, readable or not.
    default boolean holds(String name) {
        try {
            return entry(name).name().equals(name);
        } catch (RasException e) {
            return e.error() != RasError.CANNOT_FIND_PHONEBOOK_ENTRY;
        }
    }

    /// Creates or replaces, whole or not at all.
    ///
    /// @throws dev.dialtone.api.RasException 87 a certificate that cannot be read, 624 not written, 625 malformed:
    ///                                       what is there is not replaced
    void set(Entry entry);

    /// An entry as the text that it is stored as, right or wrong, without what it was imported from.
    ///
    /// @throws dev.dialtone.api.RasException 623
    default String text(String name) {
        return EntryToml.write(entry(name).with(EntryOption.ORIGINAL, ""));
    }

    /// As [#set], of such a text, which is kept as it is, comments too.
    ///
    /// @throws dev.dialtone.api.RasException 625 with [#TEXT] and the place, and as [#set]
    default void setText(String name, String text) {
        set(EntryToml.read(name, TEXT, text));
    }

    /// As [#set], of what is stored; nobody else's change comes in between.
    ///
    /// @throws dev.dialtone.api.RasException as [#entry] and [#set]
    default void change(String name, UnaryOperator<Entry> change) {
        Entry stored = entry(name);
        Entry changed = change.apply(stored);
        if (!changed.equals(stored)) {
            set(changed);
        }
    }

    /// Gives an entry a name that none has, with its comments and what it was imported from. A crash in between leaves
    /// an entry too much, never one too few.
    ///
    /// @throws dev.dialtone.api.RasException as [#entry] and [#set]: it has its old name then
    default void rename(String name, String newName) {
        Entry entry = entry(name);
        setText(newName, text(name));
        set(entry.renamed(newName));
        try {
            remove(name);
        } catch (RasException e) {
            remove(newName);
            throw e;
        }
    }

    /// @throws dev.dialtone.api.RasException 623
    void remove(String name);
}
