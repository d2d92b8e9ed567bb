package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sign-ins that systemd hands the service (`LoadCredential=` and its kind), before those of another store. Files
/// of the credentials' directory, read only: `dialtone.ENTRY.password`, `.user`, `.domain`, `.proxy-password` and
/// `.client-key`; in ENTRY what is not a letter, a digit, `_`, `-` or `.` is written as the bytes of its UTF-8,
/// `%20` for a blank.
///
/// User, domain and password belong together: one of them given, none of the three comes from the other store.
final class GivenCredentials implements CredentialStore {
    static final String NAME = "systemd";

    private static final String PREFIX = "dialtone.";
    private static final String USER = ".user";
    private static final String DOMAIN = ".domain";
    private static final String PASSWORD = ".password";
    private static final String PROXY_PASSWORD = ".proxy-password";
    private static final String CLIENT_KEY = ".client-key";
    private static final int MAX_BYTES = 16 * 1024;

    private final Path directory;
    private final CredentialStore others;

    /// @param directory `$CREDENTIALS_DIRECTORY`
    GivenCredentials(Path directory, CredentialStore others) {
        this.directory = directory;
        this.others = others;
    }

    private Path file(String entry, String what) {
        return directory.resolve(PREFIX + SafeFiles.encode(entry) + what);
    }

    private boolean hasSignIn(String entry) {
        return has(entry, PASSWORD) || has(entry, USER) || has(entry, DOMAIN);
    }

    private boolean has(String entry, String what) {
        return Files.exists(file(entry, what));
    }

    private boolean hasAny(String entry) {
        return hasSignIn(entry) || has(entry, PROXY_PASSWORD) || has(entry, CLIENT_KEY);
    }

    @Override
    public StoredSignIn read(String entry) {
        if (!hasAny(entry)) {
            return others.read(entry);
        }
        boolean whole = hasSignIn(entry) && has(entry, PROXY_PASSWORD) && has(entry, CLIENT_KEY);
        try (StoredSignIn other = whole ? StoredSignIn.NOTHING : others.read(entry);
                StoredSignIn given = given(entry)) {
            return over(entry, given, other).copy();
        }
    }

    /// What is given, and the rest of the other; the secrets stay theirs.
    private StoredSignIn over(String entry, StoredSignIn given, StoredSignIn other) {
        StoredSignIn who = hasSignIn(entry) ? other.withSignIn(given.user(), given.domain(), given.password()) : other;
        StoredSignIn proxied = has(entry, PROXY_PASSWORD) ? who.withProxyPassword(given.proxyPassword()) : who;
        return has(entry, CLIENT_KEY) ? proxied.withClientKey(given.clientKey()) : proxied;
    }

    private StoredSignIn given(String entry) {
        String user = text(entry, USER, EntryOption.USER);
        String domain = text(entry, DOMAIN, EntryOption.DOMAIN);
        List<Secret> read = new ArrayList<>();
        try {
            return new StoredSignIn(
                    user,
                    domain,
                    noted(read, secret(entry, PASSWORD)),
                    noted(read, secret(entry, PROXY_PASSWORD)),
                    noted(read, secret(entry, CLIENT_KEY)));
        } catch (RasException e) {
            read.forEach(Secret::close);
            throw e;
        }
    }

    private static @Nullable Secret noted(List<Secret> read, Optional<Secret> one) {
        one.ifPresent(read::add);
        return one.orElse(null);
    }

    private String text(String entry, String what, EntryOption option) {
        return secret(entry, what)
                .map(given -> {
                    try (given) {
                        String text = given.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8));
                        return Entry.of(entry).with(option, text).text(option);
                    } catch (RasException e) {
                        throw failed(RasError.CORRUPT_PHONEBOOK, file(entry, what), "is no " + option.key());
                    }
                })
                .orElse("");
    }

    /// Without the end of its line.
    private Optional<Secret> secret(String entry, String what) {
        Path file = file(entry, what);
        byte[] content = new byte[0];
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw failed(RasError.CORRUPT_PHONEBOOK, file, "has more than " + MAX_BYTES + " bytes");
            }
            content = Files.readAllBytes(file);
            int end = content.length;
            if (end > 0 && content[end - 1] == '\n') {
                end--;
            }
            if (end > 0 && content[end - 1] == '\r') {
                end--;
            }
            return Optional.of(Secret.ofUtf8(Arrays.copyOf(content, end)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(RasError.CANNOT_OPEN_PHONEBOOK, file, "cannot be read: " + FilePhoneBook.reason(e));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static RasException failed(int error, Path file, String what) {
        return RasException.of(error, "the credential of systemd " + file + " " + what);
    }

    /// What is given stays as it is; the rest goes to the other store.
    @Override
    public void write(String entry, StoredSignIn signIn) {
        if (!hasAny(entry)) {
            others.write(entry, signIn);
            return;
        }
        try (StoredSignIn given = given(entry);
                StoredSignIn before = others.readOrNothing(entry)) {
            StoredSignIn rest = signIn;
            if (hasSignIn(entry)) {
                refuseUnless(signIn.isSameSignIn(given), entry, PASSWORD);
                rest = rest.withSignIn(before.user(), before.domain(), before.password());
            }
            if (has(entry, PROXY_PASSWORD)) {
                refuseUnless(StoredSignIn.isSame(signIn.proxyPassword(), given.proxyPassword()), entry, PROXY_PASSWORD);
                rest = rest.withProxyPassword(before.proxyPassword());
            }
            if (has(entry, CLIENT_KEY)) {
                refuseUnless(StoredSignIn.isSame(signIn.clientKey(), given.clientKey()), entry, CLIENT_KEY);
                rest = rest.withClientKey(before.clientKey());
            }
            others.write(entry, rest);
        }
    }

    private static void refuseUnless(boolean fine, String entry, String what) {
        if (!fine) {
            String name = PREFIX + SafeFiles.encode(entry) + what;
            throw new RasException(Failure.of(
                            RasError.CANNOT_WRITE_PHONEBOOK,
                            Layer.MANAGER,
                            "systemd gives that of \"" + entry + "\", as the credential " + name)
                    .advise("Change it there (LoadCredential= and its kind in the unit), and restart the service."));
        }
    }

    @Override
    public void clear(String entry) {
        others.clear(entry);
    }

    /// What is given stays systemd's: it has to be given under the new name as well.
    @Override
    public void copy(String from, String to) {
        refuseUnless(!hasSignIn(from) || hasSignIn(to), from, PASSWORD);
        for (String what : List.of(PROXY_PASSWORD, CLIENT_KEY)) {
            refuseUnless(!has(from, what) || has(to, what), from, what);
        }
        others.copy(from, to);
    }

    @Override
    public String keeper(String entry) {
        return hasAny(entry) ? NAME : others.keeper(entry);
    }
}
