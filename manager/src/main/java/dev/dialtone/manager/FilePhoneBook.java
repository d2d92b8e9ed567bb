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

/// The entries: one TOML file each in one directory, read when asked for, so that an editor's change counts at once.
final class FilePhoneBook implements PhoneBook {
    private static final Logger LOG = System.getLogger(FilePhoneBook.class.getName());
    private static final String SUFFIX = ".toml";
    private static final long MAX_FILE = 1 << 20;

    private final Path directory;

    FilePhoneBook(Path directory) {
        this.directory = directory;
    }

    /// All that can be read, by name; a malformed one is logged with its place and left alone.
    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files()) {
            try {
                entries.add(read(file));
            } catch (RasException e) {
                LOG.log(Level.WARNING, "entry_not_read reason=" + e.getMessage());
            }
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
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

    /// @throws RasException 623 none, 625 malformed
    @Override
    public Entry entry(String name) {
        Entry.checkName(name);
        Path file = file(name);
        if (!Files.exists(file)) {
            throw RasException.of(
                    RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"" + name + "\" in " + directory);
        }
        return read(file);
    }

    private Entry read(Path file) {
        String encoded = file.getFileName().toString();
        try {
            if (Files.size(file) > MAX_FILE) {
                throw RasException.of(RasError.CORRUPT_PHONEBOOK, file + ": is larger than " + MAX_FILE + " bytes");
            }
            String name = SafeFiles.decode(encoded.substring(0, encoded.length() - SUFFIX.length()));
            return EntryToml.read(name, file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "the entry's file " + file + " is gone");
        } catch (IOException | IllegalArgumentException e) {
            throw RasException.of(RasError.CORRUPT_PHONEBOOK, file + ": " + e.getMessage());
        }
    }

    /// Creates or replaces, whole or not at all.
    ///
    /// @throws RasException 87 a certificate that cannot be read, 624 not written
    @Override
    public void set(Entry entry) {
        Trust.certificates(entry.text(EntryOption.CA));
        Path file = file(entry.name());
        try {
            Files.createDirectories(directory);
            SafeFiles.replace(file, EntryToml.write(entry).getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK, "the entry's file " + file + " cannot be written: " + reason(e));
        }
    }

    @Override
    public void remove(String name) {
        entry(name);
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the entry's file " + file(name) + " cannot be removed: " + reason(e));
        }
    }

    private Path file(String name) {
        return directory.resolve(SafeFiles.encode(name) + SUFFIX);
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
