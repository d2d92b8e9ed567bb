package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The entries: one TOML file each in one directory, read when asked for, so that an editor's change counts at once.
/// What an entry was imported from lies in a file beside it, which only who asks for that entry pays for.
final class FilePhoneBook implements PhoneBook, AutoCloseable {
    private static final Logger LOG = System.getLogger(FilePhoneBook.class.getName());
    static final String SUFFIX = ".toml";
    private static final String ORIGINAL = ".original";
    private static final int MAX_FILE = 1 << 20;

    /// Longest name of a file on Linux, without the ending that a new one has until it is whole.
    private static final int MAX_FILE_NAME = 240;

    private final Path directory;
    private final Object writing = new Object();
    private final EntryCache cache = new EntryCache();
    private final ListedEntries list;

    FilePhoneBook(Path directory) {
        this.directory = directory;
        this.list = new ListedEntries(directory);
    }

    /// All that can be read, by name; a malformed one is logged with its place and left alone.
    @Override
    public List<Entry> entries() {
        return list.entries(this::readAll);
    }

    private ListedEntries.Reading readAll() {
        List<Path> files = files();
        cache.keep(files);
        // in parallel: the first list of thousands is mostly waiting for the disk
        return new ListedEntries.Reading(
                files,
                files.parallelStream()
                        .flatMap(file -> listed(file).stream())
                        .sorted(Comparator.comparing(Entry::name))
                        .toList());
    }

    private Optional<Entry> listed(Path file) {
        try {
            return Optional.of(cache.entry(file, this::read));
        } catch (RasException e) {
            LOG.log(Level.WARNING, "entry_not_read reason=" + e.getMessage());
            return Optional.empty();
        }
    }

    /// What is wrong with files of this book; empty when all is well.
    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Path file : files()) {
            try {
                read(file);
            } catch (RasException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        checkFolder();
        try (var found = Files.list(directory)) {
            return found.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(SUFFIX) && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_OPEN_PHONEBOOK,
                    "the phone book " + directory + " cannot be read: " + e.getMessage());
        }
    }

    private void checkFolder() {
        try {
            OwnFolder.check(directory);
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_OPEN_PHONEBOOK, "the phone book " + directory + " is not read: " + e.getMessage());
        }
    }

    /// @throws RasException 623 none, 625 malformed
    @Override
    public Entry entry(String name) {
        Entry.checkName(name);
        return withOriginal(read(there(name)));
    }

    /// @throws RasException 623
    private Path there(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            throw RasException.of(
                    RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"" + name + "\" in " + directory);
        }
        checkFolder();
        return file;
    }

    /// A damaged original keeps nobody from dialling.
    private Entry withOriginal(Entry entry) {
        Path file = original(entry.name());
        try {
            if (!Files.exists(file)) {
                return entry;
            }
            String text = EntryToml.text(file.toString(), SafeFiles.read(file, MAX_FILE));
            return entry.with(EntryOption.ORIGINAL, text);
        } catch (IOException | RasException e) {
            LOG.log(Level.WARNING, "original_not_read file=" + file + " reason=" + e.getMessage());
            return entry;
        }
    }

    private Entry read(Path file) {
        try {
            String name = name(file);
            String text = EntryToml.text(file.toString(), SafeFiles.read(file, MAX_FILE));
            return EntryToml.read(name, file.toString(), text);
        } catch (NoSuchFileException e) {
            throw RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "the entry's file " + file + " is gone");
        } catch (IOException | IllegalArgumentException e) {
            throw RasException.of(RasError.CORRUPT_PHONEBOOK, file + ": " + e.getMessage());
        }
    }

    /// A file that somebody named by hand may have a name that would never be found.
    private static String name(Path file) {
        String whole = file.getFileName().toString();
        String encoded = whole.substring(0, whole.length() - SUFFIX.length());
        String name = SafeFiles.decode(encoded);
        if (!SafeFiles.encode(name).equals(encoded)) {
            throw new IllegalArgumentException(
                    "found this name, expected " + SafeFiles.encode(name) + SUFFIX + " for the entry \"" + name + "\"");
        }
        return name;
    }

    /// Creates or replaces, whole or not at all. What did not change stays as it was written, comments too; what
    /// cannot be read is not replaced, for somebody wrote it.
    ///
    /// @throws RasException 87 a certificate that cannot be read, 624 not written, 625 what is there is malformed
    @Override
    public void set(Entry entry) {
        check(entry);
        Entry bare = entry.with(EntryOption.ORIGINAL, "");
        synchronized (writing) {
            Path file = file(entry.name());
            String text = EntryToml.write(bare);
            if (Files.exists(file)) {
                Entry _ = read(there(entry.name()));
                text = EntryToml.changed(text(entry.name()), bare).orElse(text);
            }
            store(entry.name(), entry.text(EntryOption.ORIGINAL), text);
        }
    }

    private static void check(Entry entry) {
        Trust.certificates(entry.text(EntryOption.CA));
        Trust.certificates(EntryOption.CLIENT_CERT, entry.text(EntryOption.CLIENT_CERT));
        String token = entry.text(EntryOption.CLIENT_TOKEN);
        if (!token.isEmpty()) {
            Pkcs11Uri _ = StoredIdentity.uri(token);
        }
    }

    @Override
    public void change(String name, UnaryOperator<Entry> change) {
        synchronized (writing) {
            PhoneBook.super.change(name, change);
        }
    }

    /// As it is, right or wrong: what is wrong is to be mended.
    @Override
    public String text(String name) {
        Entry.checkName(name);
        Path file = there(name);
        try {
            return EntryToml.text(file.toString(), SafeFiles.read(file, MAX_FILE));
        } catch (IOException e) {
            throw RasException.of(RasError.CORRUPT_PHONEBOOK, file + ": " + e.getMessage());
        }
    }

    @Override
    public void setText(String name, String text) {
        Entry entry = EntryToml.read(name, TEXT, text);
        check(entry);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_FILE) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, TEXT + ": has " + bytes + " bytes, expected at most " + MAX_FILE);
        }
        String original = entry.text(EntryOption.ORIGINAL);
        synchronized (writing) {
            store(name, original.isEmpty() ? originalOf(name) : original, text);
        }
    }

    /// What it was imported from, which is not in its text; empty when it was not.
    private String originalOf(String name) {
        return Files.exists(file(name)) ? withOriginal(Entry.of(name)).text(EntryOption.ORIGINAL) : "";
    }

    private void store(String name, String original, String toml) {
        Path file = file(name);
        try {
            Files.createDirectories(directory);
            checkFolder();
            setOriginal(name, original);
            SafeFiles.replace(file, toml.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK, "the entry's file " + file + " cannot be written: " + reason(e));
        }
    }

    private void setOriginal(String name, String text) throws IOException {
        Path file = original(name);
        if (text.isEmpty()) {
            SafeFiles.remove(file);
        } else {
            SafeFiles.replace(file, text.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        }
    }

    @Override
    public void remove(String name) {
        Entry.checkName(name);
        Path _ = there(name);
        try {
            synchronized (writing) {
                SafeFiles.remove(file(name));
                SafeFiles.remove(original(name));
            }
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the entry's file " + file(name) + " cannot be removed: " + reason(e));
        }
    }

    private Path file(String name) {
        return directory.resolve(fileName(name));
    }

    private Path original(String name) {
        return directory.resolve(originalName(name));
    }

    static String fileName(String name) {
        return encoded(name) + SUFFIX;
    }

    static String originalName(String name) {
        return encoded(name) + ORIGINAL;
    }

    private static String encoded(String name) {
        String encoded = SafeFiles.encode(name);
        if (encoded.length() > MAX_FILE_NAME) {
            throw RasException.of(
                    RasError.INVALID_NAME,
                    "the name \"" + name + "\" takes " + encoded.length() + " bytes of its file's name, and at most "
                            + MAX_FILE_NAME + " are there: what is no plain letter or digit takes 3 for each byte");
        }
        return encoded;
    }

    /// Gives back what it watches its folder with. It can be used still.
    @Override
    public void close() {
        list.close();
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
