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
/// What an entry was imported from lies in a file beside it, which only who asks for that entry pays for.
final class FilePhoneBook implements PhoneBook {
    private static final Logger LOG = System.getLogger(FilePhoneBook.class.getName());
    private static final String SUFFIX = ".toml";
    private static final String ORIGINAL = ".original";
    private static final long MAX_FILE = 1 << 20;

    private final Path directory;
    private final EntryCache cache = new EntryCache();

    FilePhoneBook(Path directory) {
        this.directory = directory;
    }

    /// All that can be read, by name; a malformed one is logged with its place and left alone.
    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        List<Path> files = files();
        cache.keep(files);
        for (Path file : files) {
            try {
                entries.add(cache.entry(file, this::read));
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
        return withOriginal(read(file));
    }

    /// A damaged original keeps nobody from dialling.
    private Entry withOriginal(Entry entry) {
        Path file = original(entry.name());
        try {
            if (!Files.exists(file)) {
                return entry;
            }
            if (Files.size(file) > MAX_FILE) {
                throw new IllegalArgumentException("is larger than " + MAX_FILE + " bytes");
            }
            return entry.with(EntryOption.ORIGINAL, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException | RasException e) {
            LOG.log(Level.WARNING, "original_not_read file=" + file + " reason=" + e.getMessage());
            return entry;
        }
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
        Trust.certificates(EntryOption.CLIENT_CERT, entry.text(EntryOption.CLIENT_CERT));
        String token = entry.text(EntryOption.CLIENT_TOKEN);
        if (!token.isEmpty()) {
            Pkcs11Uri _ = StoredIdentity.uri(token);
        }
        Path file = file(entry.name());
        try {
            Files.createDirectories(directory);
            setOriginal(entry);
            String toml = EntryToml.write(entry.with(EntryOption.ORIGINAL, ""));
            SafeFiles.replace(file, toml.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK, "the entry's file " + file + " cannot be written: " + reason(e));
        }
    }

    private void setOriginal(Entry entry) throws IOException {
        String text = entry.text(EntryOption.ORIGINAL);
        Path file = original(entry.name());
        if (text.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            SafeFiles.replace(file, text.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        }
    }

    @Override
    public void remove(String name) {
        entry(name);
        try {
            Files.deleteIfExists(file(name));
            Files.deleteIfExists(original(name));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the entry's file " + file(name) + " cannot be removed: " + reason(e));
        }
    }

    private Path file(String name) {
        return directory.resolve(SafeFiles.encode(name) + SUFFIX);
    }

    private Path original(String name) {
        return directory.resolve(SafeFiles.encode(name) + ORIGINAL);
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
