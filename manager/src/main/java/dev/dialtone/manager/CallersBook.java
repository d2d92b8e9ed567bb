package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The entries as one caller can know of them, by their full names: the system's, and those of users' own that are
/// theirs, or all of them for the privileged. And what the caller means by a name: their own entry is met first, then
/// the system's.
///
/// SECURITY: what is in another user's book is not there for anybody else: whatever is asked, the answer is the same
/// as when it is not.
final class CallersBook implements PhoneBook {
    private final PhoneBook system;
    private final UserBooks users;
    private final Permissions permissions;
    private final Caller caller;

    CallersBook(PhoneBook system, UserBooks users, Caller caller) {
        this.system = system;
        this.users = users;
        this.permissions = new Permissions(caller);
        this.caller = caller;
    }

    // what names mean

    /// The full name of what the caller calls so.
    ///
    /// @throws RasException 123, 623 in another user's book
    String full(String asked) {
        EntryName name = EntryName.of(asked);
        String user = name.user();
        if (user == null) {
            return isOwn(asked) ? own(asked) : asked;
        }
        if (user.isEmpty()) {
            return name.name();
        }
        if (!mayKnow(user)) {
            throw none(asked);
        }
        return asked;
    }

    /// The full name of what the caller may create or change by calling it so.
    ///
    /// @throws RasException 123, 5
    String toSet(String asked) {
        EntryName name = EntryName.of(asked);
        String user = name.user();
        if (user == null) {
            if (caller.privileged()) {
                return asked;
            }
            if (!isOwn(asked) && isSystemsOfUse(asked)) {
                // not in silence: whoever says this name has meant the system's until now
                throw denied(
                        "change the system's entry \"" + asked + "\"",
                        "For one of your own that goes before it, name it so: " + own(asked) + ".");
            }
            return own(asked);
        }
        if (user.isEmpty()) {
            return name.name();
        }
        if (!mayKnow(user)) {
            throw denied("change entries of another user", "Leave the name before the slash out.");
        }
        return asked;
    }

    /// The new name of an entry: in the same book, unless it says where.
    ///
    /// @param full of the entry, as it is
    /// @throws RasException 123, 87 it would be another book's
    String renamed(String full, String asked) {
        EntryName name = EntryName.of(asked);
        String user = EntryName.userOf(full);
        if (name.user() != null && !user.equals(name.user())) {
            // SECURITY: what is stored for it would go with it
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "\"" + full + "\" cannot be renamed into another book; copy it, and store its sign-in anew");
        }
        return user.isEmpty() ? name.name() : EntryName.full(user, name.name());
    }

    /// What the caller means by the id of a connection or the name of an entry. A name that begins with a slash stays
    /// so, as it means the system's only.
    ///
    /// @throws RasException 6 of another user
    String target(String asked) {
        String user = EntryName.userOf(asked);
        if (!user.isEmpty() && !mayKnow(user)) {
            throw Registry.none(asked);
        }
        return asked.indexOf('/') < 0 && isOwn(asked) ? own(asked) : asked;
    }

    private String own(String name) {
        return EntryName.full(caller.owner().name(), name);
    }

    private boolean mayKnow(String user) {
        return caller.privileged() || user.equals(caller.owner().name());
    }

    /// Whether a name alone means one of their own; the privileged have the system's book for that. One that cannot
    /// be read is there all the same.
    private boolean isOwn(String name) {
        if (caller.privileged()) {
            return false;
        }
        try {
            return book(caller.owner().name())
                    .map(book -> book.entry(name).name().equals(name))
                    .orElse(false);
        } catch (RasException e) {
            return e.error() != RasError.CANNOT_FIND_PHONEBOOK_ENTRY && e.error() != RasError.INVALID_NAME;
        }
    }

    private boolean isSystemsOfUse(String name) {
        try {
            return permissions.mayUse(system.entry(name));
        } catch (RasException e) {
            return false;
        }
    }

    private Optional<PhoneBook> book(String user) {
        return users.owner(user).filter(this::isVisible).map(users::of);
    }

    /// SECURITY: by number too: a name may be a new user's by now, and a number another name's.
    private boolean isVisible(BookOwner owner) {
        return caller.privileged() || owner.equals(caller.owner());
    }

    // the entries, by their full names

    @Override
    public List<Entry> entries() {
        List<BookOwner> owners = visibleOwners();
        List<Entry> all = new ArrayList<>(system.entries());
        int systems = all.size();
        for (BookOwner owner : owners) {
            boolean one =
                    owners.stream().filter(o -> o.name().equals(owner.name())).count() == 1;
            if (one) {
                for (Entry entry : users.of(owner).entries()) {
                    all.add(entry.renamed(EntryName.full(owner.name(), entry.name())));
                }
            }
        }
        if (all.size() > systems) {
            all.sort(Comparator.comparing(Entry::name));
        }
        return all;
    }

    /// Of the books that are the caller's to mend: the privileged's are all.
    @Override
    public List<String> problems() {
        List<String> all = new ArrayList<>(caller.privileged() ? system.problems() : List.of());
        visibleOwners().forEach(owner -> all.addAll(users.of(owner).problems()));
        return all;
    }

    private List<BookOwner> visibleOwners() {
        List<BookOwner> owners = caller.privileged()
                ? users.owners()
                : users.owner(caller.owner().name()).stream().toList();
        return owners.stream().filter(this::isVisible).toList();
    }

    @Override
    public Entry entry(String name) {
        String user = EntryName.userOf(name);
        if (user.isEmpty()) {
            return system.entry(name);
        }
        PhoneBook book = book(user).orElseThrow(() -> none(name));
        return book.entry(EntryName.plain(name)).renamed(name);
    }

    @Override
    public void set(Entry entry) {
        String user = EntryName.userOf(entry.name());
        if (user.isEmpty()) {
            system.set(entry);
            return;
        }
        users.of(checkedOwner(entry)).set(entry.renamed(EntryName.plain(entry.name())));
    }

    @Override
    public String text(String name) {
        String user = EntryName.userOf(name);
        return user.isEmpty()
                ? system.text(name)
                : book(user).orElseThrow(() -> none(name)).text(EntryName.plain(name));
    }

    @Override
    public void setText(String name, String text) {
        if (EntryName.userOf(name).isEmpty()) {
            system.setText(name, text);
        } else {
            users.of(checkedOwner(read(name, text))).setText(EntryName.plain(name), text);
        }
    }

    @Override
    public void change(String name, UnaryOperator<Entry> change) {
        String user = EntryName.userOf(name);
        if (user.isEmpty()) {
            system.change(name, change);
        } else {
            book(user).orElseThrow(() -> none(name)).change(EntryName.plain(name), entry -> {
                Entry changed = change.apply(entry.renamed(name));
                OwnEntries.check(changed);
                return changed.renamed(entry.name());
            });
        }
    }

    @Override
    public void rename(String name, String newName) {
        if (EntryName.userOf(name).isEmpty()) {
            system.rename(name, newName);
        } else {
            users.of(checkedOwner(entry(name).renamed(newName)))
                    .rename(EntryName.plain(name), EntryName.plain(newName));
        }
    }

    private static Entry read(String name, String text) {
        return EntryToml.read(EntryName.plain(name), TEXT, text).renamed(name);
    }

    /// As [#checkSet], of the text of an entry.
    ///
    /// @throws RasException 5, 87, 623, 625
    void checkSetText(String name, String text) {
        if (!EntryName.userOf(name).isEmpty()) {
            BookOwner _ = checkedOwner(read(name, text));
        }
    }

    /// Refuses what [#set] would, but for what it finds when it writes: before anything else is done for it.
    ///
    /// @throws RasException 5, 87, 623
    void checkSet(Entry entry) {
        if (!EntryName.userOf(entry.name()).isEmpty()) {
            BookOwner _ = checkedOwner(entry);
        }
    }

    private BookOwner checkedOwner(Entry entry) {
        String user = EntryName.userOf(entry.name());
        if (!mayKnow(user)) {
            throw none(entry.name());
        }
        if (!permissions.isNamed(system)) {
            throw denied("have entries of their own, as no entry names this user", "Ask root to name you in an entry.");
        }
        OwnEntries.check(entry);
        return ownerToBe(user);
    }

    /// Whose book it is to be in: of whom there is one of this name, else of the user who has the name.
    private BookOwner ownerToBe(String user) {
        List<BookOwner> there = users.owners(user);
        if (there.size() == 1 && isVisible(there.getFirst())) {
            return there.getFirst();
        }
        if (!there.isEmpty()) {
            throw denied(
                    "use the name " + user + " for entries of their own: it was another user's, who has some still",
                    "Ask root to remove the entries of " + user + ".");
        }
        if (!caller.privileged()) {
            return caller.owner();
        }
        int uid = Permissions.uidOf(user);
        if (uid <= 0) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "entry: " + user + (uid == 0 ? " has the system's book" : " is no user of this machine's"));
        }
        return new BookOwner(user, uid);
    }

    @Override
    public void remove(String name) {
        String user = EntryName.userOf(name);
        if (user.isEmpty()) {
            system.remove(name);
        } else {
            book(user).orElseThrow(() -> none(name)).remove(EntryName.plain(name));
        }
    }

    private static RasException none(String name) {
        return RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"" + name + "\"");
    }

    private RasException denied(String what, String advice) {
        return new RasException(Failure.of(
                        RasError.ACCESS_DENIED,
                        Layer.MANAGER,
                        "user " + Integer.toUnsignedString(caller.uid()) + " may not " + what)
                .advise(advice));
    }
}
