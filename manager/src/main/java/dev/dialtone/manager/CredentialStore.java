package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored sign-ins: a file for each entry that only the manager's user can read. Its first line is JSON, the rest is
/// the password's UTF-8 bytes, so that a password is never text in memory.
final class CredentialStore {

    private record Stored(
            String user, String domain, @Nullable Secret password) {}

    private final Path directory;

    CredentialStore(Path directory) {
        this.directory = directory;
    }

    CredentialsInfo info(String entry) {
        Stored stored = read(entry).orElse(new Stored("", "", null));
        Secret password = stored.password;
        if (password != null) {
            password.close();
        }
        return new CredentialsInfo(entry, stored.user, stored.domain, password != null);
    }

    /// A copy of the stored password, the caller's to close.
    Optional<Secret> password(String entry) {
        return read(entry).map(Stored::password);
    }

    /// @param password null leaves the stored one as it is
    synchronized void set(String entry, String user, String domain, @Nullable Secret password) {
        Optional<Secret> kept = password == null ? password(entry) : Optional.of(password.copy());
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("user", user);
        head.put("domain", domain);
        head.put("password", kept.isPresent());
        byte[] line = (Json.text(head) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] content = kept.map(secret -> secret.useUtf8(bytes -> {
                    byte[] whole = Arrays.copyOf(line, line.length + bytes.length);
                    System.arraycopy(bytes, 0, whole, line.length, bytes.length);
                    return whole;
                }))
                .orElse(line);
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            SafeFiles.replace(file(entry), content, "rw-------");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be written: " + PhoneBook.reason(e));
        } finally {
            kept.ifPresent(Secret::close);
            Arrays.fill(content, (byte) 0);
        }
    }

    synchronized void clear(String entry) {
        try {
            Files.deleteIfExists(file(entry));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be removed: " + PhoneBook.reason(e));
        }
    }

    private Optional<Stored> read(String entry) {
        Path file = file(entry);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] content = new byte[0];
        try {
            content = Files.readAllBytes(file);
            int end = 0;
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (end < content.length && content[end] != '\n') {
                line.write(content[end++]);
            }
            JsonObject head = Json.object(line.toString(StandardCharsets.UTF_8));
            Secret password = null;
            if (head.flag("password", false)) {
                password =
                        Secret.ofUtf8(Arrays.copyOfRange(content, Math.min(end + 1, content.length), content.length));
            }
            return Optional.of(new Stored(head.text("user"), head.text("domain"), password));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CORRUPT_PHONEBOOK, "the credentials' file " + file + " cannot be read: " + e.getMessage());
        } catch (RasException e) {
            // SECURITY: the error quotes what it could not read, and that may be the password
            throw RasException.of(
                    RasError.CORRUPT_PHONEBOOK,
                    "the credentials' file " + file + " cannot be read: its first line is no sign-in; set it anew");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Path file(String entry) {
        return directory.resolve(SafeFiles.encode(entry));
    }
}
