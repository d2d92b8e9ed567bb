package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
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
/// the password's UTF-8 bytes and then those of the proxy's, so that a password is never text in memory.
final class FileCredentialStore implements CredentialStore {

    /// How many of the bytes are the proxy's password.
    private static final String PROXY_BYTES = "proxyPasswordBytes";

    private record Stored(
            String user,
            String domain,
            @Nullable Secret password,
            @Nullable Secret proxyPassword) implements AutoCloseable {
        static final Stored NOTHING = new Stored("", "", null, null);

        @Override
        public void close() {
            if (password != null) {
                password.close();
            }
            if (proxyPassword != null) {
                proxyPassword.close();
            }
        }
    }

    private final Path directory;

    FileCredentialStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public CredentialsInfo info(String entry) {
        try (Stored stored = read(entry)) {
            return new CredentialsInfo(
                    entry, stored.user, stored.domain, stored.password != null, stored.proxyPassword != null);
        }
    }

    /// A copy of the stored password, the caller's to close.
    @Override
    public Optional<Secret> password(String entry) {
        try (Stored stored = read(entry)) {
            return Optional.ofNullable(stored.password).map(Secret::copy);
        }
    }

    @Override
    public Optional<Secret> proxyPassword(String entry) {
        try (Stored stored = read(entry)) {
            return Optional.ofNullable(stored.proxyPassword).map(Secret::copy);
        }
    }

    /// @param password null leaves the stored one as it is
    @Override
    public synchronized void set(String entry, String user, String domain, @Nullable Secret password) {
        try (Stored before = password == null ? read(entry) : readOrNothing(entry)) {
            write(entry, new Stored(user, domain, password == null ? before.password : password, before.proxyPassword));
        }
    }

    @Override
    public synchronized void setProxyPassword(String entry, Secret password) {
        try (Stored before = read(entry)) {
            write(entry, new Stored(before.user, before.domain, before.password, password));
        }
    }

    private void write(String entry, Stored stored) {
        byte[] own = bytes(stored.password);
        byte[] proxys = bytes(stored.proxyPassword);
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("user", stored.user);
        head.put("domain", stored.domain);
        head.put("password", stored.password != null);
        if (stored.proxyPassword != null) {
            head.put(PROXY_BYTES, proxys.length);
        }
        byte[] line = (Json.text(head) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] content = ByteBuffer.allocate(line.length + own.length + proxys.length)
                .put(line)
                .put(own)
                .put(proxys)
                .array();
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            SafeFiles.replace(file(entry), content, "rw-------");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be written: " + FilePhoneBook.reason(e));
        } finally {
            Arrays.fill(own, (byte) 0);
            Arrays.fill(proxys, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] bytes(@Nullable Secret secret) {
        return secret == null ? new byte[0] : secret.useUtf8(byte[]::clone);
    }

    @Override
    public synchronized void clear(String entry) {
        try {
            Files.deleteIfExists(file(entry));
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the credentials' file " + file(entry) + " cannot be removed: " + FilePhoneBook.reason(e));
        }
    }

    /// What cannot be read is to be set anew.
    private Stored readOrNothing(String entry) {
        try {
            return read(entry);
        } catch (RasException e) {
            return Stored.NOTHING;
        }
    }

    private Stored read(String entry) {
        Path file = file(entry);
        if (!Files.exists(file)) {
            return Stored.NOTHING;
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
            String user = head.text("user");
            String domain = head.text("domain");
            int begin = Math.min(end + 1, content.length);
            long proxys = head.number(PROXY_BYTES, -1);
            if (proxys > content.length - begin) {
                throw head.wrong(PROXY_BYTES, "is more than there is");
            }
            int middle = content.length - (int) Math.max(0, proxys);
            return new Stored(
                    user,
                    domain,
                    head.flag("password", false) ? Secret.ofUtf8(Arrays.copyOfRange(content, begin, middle)) : null,
                    proxys < 0 ? null : Secret.ofUtf8(Arrays.copyOfRange(content, middle, content.length)));
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
