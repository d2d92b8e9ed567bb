package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/// The file whose first line is the password of a keystore. Nobody but root and the manager's user may read it.
///
/// @param file may be one that systemd hands the service (`%d/NAME` in its unit)
record KeystoreKey(Path file) {
    private static final int RANDOM_BYTES = 32;
    private static final int MAX_BYTES = 1024;
    private static final String ROOT = "root";

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private static final Set<PosixFilePermission> OF_THE_GROUP =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    boolean exists() {
        return Files.exists(file);
    }

    /// Makes one that nobody can guess.
    void create() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(random);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            SafeFiles.replace(file, line, "r--------");
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK,
                    "the keystore's key " + file + " cannot be written: " + FilePhoneBook.reason(e));
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }

    /// The password, the caller's to close.
    ///
    /// @throws RasException 621 there is none, others can read it, or it is empty
    Secret read() {
        byte[] content = new byte[0];
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
                throw refused(
                        "is no file of at most " + MAX_BYTES + " bytes", "Name the right one: --secrets-key FILE");
            }
            checkReaders(attributes);
            content = Files.readAllBytes(file);
            int end = 0;
            while (end < content.length && content[end] != '\n' && content[end] != '\r') {
                end++;
            }
            if (end == 0) {
                throw refused("has no first line", "Restore it: without it the keystore cannot be opened.");
            }
            return Secret.ofUtf8(Arrays.copyOf(content, end));
        } catch (IOException e) {
            throw refused(
                    "cannot be read: " + FilePhoneBook.reason(e),
                    "Restore it: without it the keystore cannot be opened.");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    // SECURITY: who can read it can read all that is stored
    private void checkReaders(PosixFileAttributes attributes) throws IOException {
        Set<PosixFilePermission> permissions = attributes.permissions();
        // INTEROP [systemd]: its credentials are root's, with an entry in their access list for the service's user,
        // which shows as rights of the group root
        boolean group = !attributes.group().getName().equals(ROOT)
                && OF_THE_GROUP.stream().anyMatch(permissions::contains);
        if (group || OF_OTHERS.stream().anyMatch(permissions::contains)) {
            throw refused("can be read by others", "chmod 400 " + file);
        }
        Object owner = Files.getAttribute(file, "unix:uid");
        if (!owner.equals(0) && !owner.equals(OwnUser.uid())) {
            throw refused("is neither root's nor the manager's", "chown root " + file);
        }
    }

    private RasException refused(String what, String advice) {
        return new RasException(
                Failure.of(RasError.CANNOT_OPEN_PHONEBOOK, Layer.MANAGER, "the keystore's key " + file + " " + what)
                        .advise(advice));
    }
}
