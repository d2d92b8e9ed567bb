package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// One user's book. SECURITY: it holds so much and no more, so that no user fills the disk, and nobody but the
/// manager reads it.
final class UserPhoneBook implements PhoneBook {
    static final int MOST_ENTRIES = 100;
    static final long MOST_BYTES = 1 << 20;

    private static final Logger LOG = System.getLogger(UserPhoneBook.class.getName());
    private static final String CLOSED = "rwx------";

    private final Path directory;
    private final Object writing;
    private final FilePhoneBook files;

    /// @param writing held while a book is changed
    UserPhoneBook(Path directory, Object writing) {
        this.directory = directory;
        this.writing = writing;
        this.files = new FilePhoneBook(directory);
    }

    @Override
    public List<Entry> entries() {
        return files.entries();
    }

    @Override
    public List<String> problems() {
        return files.problems();
    }

    @Override
    public Entry entry(String name) {
        return files.entry(name);
    }

    @Override
    public String text(String name) {
        return files.text(name);
    }

    @Override
    public void set(Entry entry) {
        Set<String> replaced = Set.of(FilePhoneBook.fileName(entry.name()), FilePhoneBook.originalName(entry.name()));
        write(replaced, bytes(entry), () -> files.set(entry));
    }

    @Override
    public void setText(String name, String text) {
        // what it was imported from stays, or is in the text
        long bytes = 2L * text.getBytes(StandardCharsets.UTF_8).length;
        write(Set.of(FilePhoneBook.fileName(name)), bytes, () -> files.setText(name, text));
    }

    @Override
    public void change(String name, UnaryOperator<Entry> change) {
        synchronized (writing) {
            PhoneBook.super.change(name, change);
        }
    }

    /// For a moment there is one more than there may be, of what is there already.
    @Override
    public void rename(String name, String newName) {
        synchronized (writing) {
            files.rename(name, newName);
        }
    }

    /// At most as many as its file and its original's will have.
    private static long bytes(Entry entry) {
        // each character may have to be escaped
        return 100
                + entry.values().entrySet().stream()
                        .mapToLong(set -> set.getKey().key().length()
                                + 20
                                + 2L * set.getValue().getBytes(StandardCharsets.UTF_8).length)
                        .sum();
    }

    private void write(Set<String> replaced, long bytes, Runnable change) {
        synchronized (writing) {
            try {
                Path all = directory.toAbsolutePath().getParent();
                if (all != null) {
                    make(all);
                }
                make(directory);
                checkRoom(replaced, bytes);
                change.run();
            } catch (IOException e) {
                throw RasException.of(
                        RasError.CANNOT_WRITE_PHONEBOOK,
                        "the user's phone book " + directory + " cannot be written: " + FilePhoneBook.reason(e));
            } finally {
                removeEmpty();
            }
        }
    }

    private static void make(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            Files.createDirectories(
                    made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(CLOSED)));
        }
    }

    private void checkRoom(Set<String> replaced, long bytes) throws IOException {
        int entries = 1;
        long sum = bytes;
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.toList()) {
                String called = file.getFileName().toString();
                if (!replaced.contains(called)) {
                    entries += called.endsWith(FilePhoneBook.SUFFIX) ? 1 : 0;
                    sum += Files.size(file);
                }
            }
        }
        if (entries > MOST_ENTRIES) {
            throw full("a user has " + MOST_ENTRIES + " entries of their own at most");
        }
        if (sum > MOST_BYTES) {
            throw full("the entries of one user have " + MOST_BYTES + " bytes in all at most");
        }
    }

    private static RasException full(String why) {
        return RasException.of(RasError.CANNOT_WRITE_PHONEBOOK, "the user's phone book is full: " + why);
    }

    @Override
    public void remove(String name) {
        synchronized (writing) {
            files.remove(name);
            removeEmpty();
        }
    }

    /// So that whoever has the user's name or number later can begin one.
    private void removeEmpty() {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            // the usual case
        } catch (IOException e) {
            LOG.log(Level.WARNING, "user_book_not_removed reason=" + FilePhoneBook.reason(e));
        }
    }
}
