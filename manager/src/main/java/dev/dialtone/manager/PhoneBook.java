package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.List;

/// The entries. A port; in production files. Callable from any thread.
public interface PhoneBook {
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
    /// @throws dev.dialtone.api.RasException 87 a certificate that cannot be read, 624 not written
    void set(Entry entry);

    /// @throws dev.dialtone.api.RasException 623
    void remove(String name);
}
