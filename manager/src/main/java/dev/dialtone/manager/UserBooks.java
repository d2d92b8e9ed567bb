package dev.dialtone.manager;

import java.util.List;
import java.util.Optional;

/// The books of users, one each. A port; in production files that are the manager's, so that it never touches what a
/// user may replace. Callable from any thread.
public interface UserBooks {
    /// Of whom there are any.
    List<BookOwner> owners();

    /// The owner's: its entries have their plain names. It is made with the first entry, and goes with the last.
    PhoneBook of(BookOwner owner);

    /// Those of one name; more than one when somebody changed the files by hand.
    default List<BookOwner> owners(String name) {
        return owners().stream().filter(owner -> owner.name().equals(name)).toList();
    }

    /// Whose entries those of this user's name are.
    ///
    /// SECURITY: while there are books of two of one name they are nobody's, as what is stored goes by the name.
    default Optional<BookOwner> owner(String name) {
        List<BookOwner> named = owners(name);
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
