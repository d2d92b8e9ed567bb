package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sign-ins as they are: a file for each entry that only the manager's user can read, [StoredSignIn#encode]d.
final class FileCredentialStore implements CredentialStore {
    static final String NAME = "files";

    private final Path directory;

    FileCredentialStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public StoredSignIn read(String entry) {
        Path file = file(entry);
        if (!Files.exists(file)) {
            return StoredSignIn.NOTHING;
        }
        byte[] content = new byte[0];
        try {
            if (Files.size(file) > StoredSignIn.MAX_BYTES) {
                throw damaged(file, "it has more than " + StoredSignIn.MAX_BYTES + " bytes");
            }
            content = Files.readAllBytes(file);
            return StoredSignIn.decode(content)
                    .orElseThrow(() -> damaged(file, "its first line is no sign-in; set it anew"));
        } catch (IOException e) {
            throw damaged(file, FilePhoneBook.reason(e));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static RasException damaged(Path file, String why) {
        return RasException.of(RasError.CORRUPT_PHONEBOOK, "the credentials' file " + file + " cannot be read: " + why);
    }

    @Override
    public void write(String entry, StoredSignIn signIn) {
        byte[] content = signIn.encode();
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            SafeFiles.replace(file(entry), content, "rw-------");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be written: " + FilePhoneBook.reason(e));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    @Override
    public void clear(String entry) {
        try {
            Files.deleteIfExists(file(entry));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be removed: " + FilePhoneBook.reason(e));
        }
    }

    @Override
    public String keeper(String entry) {
        return NAME;
    }

    /// Whether there is a file for the entry, readable or not.
    boolean holds(String entry) {
        return Files.exists(file(entry));
    }

    /// The entries that there are files for. A file whose name none of ours can be is left alone.
    List<String> entries() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .map(FileCredentialStore::entryOf)
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_OPEN_PHONEBOOK,
                    "the credentials' directory " + directory + " cannot be read: " + FilePhoneBook.reason(e));
        }
    }

    private static Optional<String> entryOf(String fileName) {
        try {
            String entry = SafeFiles.decode(fileName);
            return SafeFiles.encode(entry).equals(fileName) ? Optional.of(entry) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path file(String entry) {
        return directory.resolve(SafeFiles.encode(entry));
    }
}
