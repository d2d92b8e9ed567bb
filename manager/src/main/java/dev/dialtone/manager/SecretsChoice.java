package dev.dialtone.manager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a manager keeps stored sign-ins (docs/adr/0032).
///
/// @param kind  what keeps them
/// @param key   file with the password of the keystore; null for `secrets.key` beside the entries
/// @param given directory of credentials that systemd hands the service, which go before what is stored; null for
///              none
/// @param bus   address of the session bus, for the Secret Service; empty for none
public record SecretsChoice(
        Kind kind, @Nullable Path key, @Nullable Path given, String bus) {
    /// As every manager keeps them that is told nothing else.
    public static final SecretsChoice USUAL = new SecretsChoice(Kind.USUAL, null, null, "");

    /// What keeps them.
    public enum Kind {
        /// The keystore where there is one already, else files.
        USUAL,
        /// A file for each entry that only the manager's user can read.
        FILES,
        /// A PKCS#12 keystore with a key in a file of its own.
        KEYSTORE,
        /// The Secret Service of the user's session.
        SECRET_SERVICE,
        /// Nothing does: whoever dials is asked.
        PROMPT;

        /// As it is called on the command line.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The one that is called so.
        ///
        /// @throws IllegalArgumentException naming those that there are
        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", words())));
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }
    }

    /// As a process was told by its options and by its environment.
    public static SecretsChoice of(Kind kind, @Nullable Path key, Map<String, String> environment) {
        String given = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        String bus = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (bus.isEmpty() && !runtime.isEmpty()) {
            bus = "unix:path=" + runtime + "/bus";
        }
        return new SecretsChoice(kind, key, given.isEmpty() ? null : Path.of(given), bus);
    }

    /// The store in a directory of configuration.
    ///
    /// @throws dev.dialtone.api.RasException 621, 624, 625: the keystore cannot be used
    CredentialStore open(Path config) {
        CredentialStore stored = kept(config);
        return given == null ? stored : new GivenCredentials(given, stored);
    }

    private CredentialStore kept(Path config) {
        FileCredentialStore files = new FileCredentialStore(config.resolve("credentials.d"));
        Path keystore = config.resolve("secrets.p12");
        return switch (kind) {
            case USUAL -> Files.exists(keystore) ? CarriedCredentials.into(keystore(config), files) : files;
            case FILES -> files;
            case KEYSTORE -> CarriedCredentials.into(keystore(config), files);
            case SECRET_SERVICE -> CarriedCredentials.into(new SecretServiceStore(bus), files);
            case PROMPT -> new PromptCredentialStore(files);
        };
    }

    private KeystoreCredentialStore keystore(Path config) {
        return KeystoreCredentialStore.open(
                config.resolve("secrets.p12"), new KeystoreKey(key == null ? config.resolve("secrets.key") : key));
    }
}
