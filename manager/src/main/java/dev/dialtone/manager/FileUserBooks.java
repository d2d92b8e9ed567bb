package dev.dialtone.manager;

import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Users' books: a directory for each, called by the user's name and number, in one that only the manager's user may
/// enter. What lies there under another kind of name is left alone.
final class FileUserBooks implements UserBooks {
    private final Path directory;
    private final Object writing = new Object();

    FileUserBooks(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<BookOwner> owners() {
        return owners(Pattern.compile(".+"));
    }

    @Override
    public List<BookOwner> owners(String name) {
        return owners(Pattern.compile(Pattern.quote(SafeFiles.encode(name)) + "\\.[0-9]+"));
    }

    private List<BookOwner> owners(Pattern file) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(
                            book -> file.matcher(book.getFileName().toString()).matches())
                    .sorted()
                    .flatMap(book -> owner(book).stream())
                    .toList();
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_OPEN_PHONEBOOK,
                    "the users' phone books " + directory + " cannot be read: " + FilePhoneBook.reason(e));
        }
    }

    @Override
    public PhoneBook of(BookOwner owner) {
        return new UserPhoneBook(directory.resolve(fileName(owner)), writing);
    }

    static String fileName(BookOwner owner) {
        return SafeFiles.encode(owner.name()) + "." + Integer.toUnsignedString(owner.uid());
    }

    /// Whose book a directory is; one without an entry, as a crash may leave it, is none.
    private static Optional<BookOwner> owner(Path book) {
        String file = book.getFileName().toString();
        int dot = file.lastIndexOf('.');
        try {
            String name = SafeFiles.decode(file.substring(0, Math.max(0, dot)));
            BookOwner owner = new BookOwner(name, Integer.parseUnsignedInt(file.substring(dot + 1)));
            boolean right = EntryName.isUser(name) && fileName(owner).equals(file) && hasEntry(book);
            return right ? Optional.of(owner) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private static boolean hasEntry(Path book) throws IOException {
        if (!Files.isDirectory(book)) {
            return false;
        }
        try (Stream<Path> files = Files.list(book)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(FilePhoneBook.SUFFIX) && !name.startsWith("."));
        }
    }
}
