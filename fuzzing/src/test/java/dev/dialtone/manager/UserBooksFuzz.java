package dev.dialtone.manager;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose an entry is, whatever it is called, and whatever the user is.
class UserBooksFuzz {
    private static final Caller ANN = new Caller(1001, 100, false, "ann");
    private static final Caller ROOT = new Caller(0, 0, true, "root");

    /// Nobody's name leads into another user's book, whoever asks and whatever they are called.
    @FuzzTest
    void callersName(byte[] data) {
        Input input = new Input(data);
        Caller caller =
                new Caller(2000 + input.below(3), 100, false, new String(input.counted(), StandardCharsets.UTF_8));
        String asked = input.restAsText();
        CallersBook book = new CallersBook(new Entries("office"), new Users(), caller);
        try {
            EntryName name = EntryName.of(asked);
            Check.same(Entry.of(asked).name(), asked, "what is a name may be an entry's");
            Check.that(name.name().indexOf('/') < 0, "no entry's name holds a slash");
        } catch (RasException e) {
            Check.same(e.error(), RasError.INVALID_NAME, "what is no name is error 123");
        }
        for (boolean setting : new boolean[] {false, true}) {
            try {
                String full = setting ? book.toSet(asked) : book.full(asked);
                String user = EntryName.userOf(full);
                Check.that(
                        user.isEmpty() || user.equals(caller.owner().name()),
                        "a name leads to one's own or the system's");
                Entry entry = book.entry(full);
                Check.that(!entry.name().startsWith("ann/"), "what is ann's is not there");
            } catch (RasException e) {
                Check.that(
                        Set.of(RasError.INVALID_NAME, RasError.CANNOT_FIND_PHONEBOOK_ENTRY, RasError.ACCESS_DENIED)
                                .contains(e.error()),
                        "a refusal is 123, 623 or 5");
            }
        }
        Check.that(book.entries().stream().noneMatch(entry -> entry.name().startsWith("ann/")), "nor is it listed");
        String roots = new CallersBook(new Entries("office"), new Users(), ROOT).full("ann/office");
        Check.same(roots, "ann/office", "root's name for it is its full name");
    }

    /// A directory is the book of whom it is named after, and no name leaves the place of the books.
    @FuzzTest
    void directory(byte[] data) {
        Input input = new Input(data);
        int uid = input.u16() << 16 | input.u16();
        BookOwner owner = new Caller(uid, 100, false, input.restAsText()).owner();
        String file = FileUserBooks.fileName(owner);
        Check.that(Path.of(file).getNameCount() == 1 && !file.startsWith("."), "no name leaves the place");
        Check.that(EntryName.isUser(owner.name()), "whoever they are, their entries have a name");
        int dot = file.lastIndexOf('.');
        Check.same(
                new BookOwner(
                        SafeFiles.decode(file.substring(0, dot)), Integer.parseUnsignedInt(file.substring(dot + 1))),
                owner,
                "a directory is whose it is named after");
    }

    /// A book with one entry.
    private record Entries(String name) implements PhoneBook {
        @Override
        public List<Entry> entries() {
            return List.of(Entry.of(name));
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public Entry entry(String asked) {
            Entry.checkName(asked);
            return Optional.of(Entry.of(name))
                    .filter(entry -> asked.equals(name))
                    .orElseThrow(() -> RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "none"));
        }

        @Override
        public void set(Entry entry) {
            throw new IllegalStateException("nobody sets one here");
        }

        @Override
        public void remove(String asked) {
            throw new IllegalStateException("nobody removes one here");
        }
    }

    /// Ann has one.
    private static final class Users implements UserBooks {
        @Override
        public List<BookOwner> owners() {
            return List.of(ANN.owner());
        }

        @Override
        public PhoneBook of(BookOwner owner) {
            Check.same(owner, ANN.owner(), "nobody else's book is opened");
            return new Entries("office");
        }
    }
}
