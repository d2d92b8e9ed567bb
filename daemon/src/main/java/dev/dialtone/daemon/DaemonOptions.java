package dev.dialtone.daemon;

import dev.dialtone.api.Places;
import dev.dialtone.manager.SecretsChoice;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What `dialtone daemon` was told on its command line.
///
/// @param system     the machine's manager: its places, and a socket for every user
/// @param resolvConf whether /etc/resolv.conf may be written
/// @param secrets    what keeps stored sign-ins
record DaemonOptions(Places places, boolean system, boolean resolvConf, boolean help, SecretsChoice secrets) {
    /// With secrets where they usually are.
    DaemonOptions(Places places, boolean system, boolean resolvConf, boolean help) {
        this(places, system, resolvConf, help, SecretsChoice.USUAL);
    }

    static final String HELP = """
            Usage: dialtone daemon [--system] [--resolv-conf] [--socket FILE] [--config DIR] [--state DIR]
                                   [--secrets KIND] [--secrets-key FILE]
            Runs the manager in the foreground until SIGTERM or SIGINT, which end every connection.
              --socket FILE  where to listen
              --config DIR   entries and stored sign-ins
              --state DIR    history and journal
              --system       be the machine's manager without being root: its places in
                             /etc, /run and /var/lib, and a socket that every user reaches
              --resolv-conf  write /etc/resolv.conf where systemd-resolved does not answer;
                             needs the right to
              --secrets KIND what keeps passwords that are stored:
                             usual           the keystore if there is one already, else files
                             files           files in the --config directory that only this user reads
                             keystore        secrets.p12 there, encrypted, with a key of its own
                             secret-service  the keyring of the user's session
                             prompt          nothing: whoever dials is asked
                             What the files hold is carried over. Before all of them come
                             credentials that systemd gives the service, as dialtone.ENTRY.password
              --secrets-key FILE  the key of the keystore (else secrets.key beside it, made when
                             there is no keystore yet); only root or this user may read it
              --help         this text
            Root needs neither --system nor --resolv-conf. Others need CAP_NET_ADMIN, and
            /dev/net/tun; `dialtone doctor` says what is missing.""";

    /// @param usual gives the places for what is not named, to the machine's manager or to a user's
    /// @param root  whether this process is root's
    /// @throws IllegalArgumentException what is wrong
    static DaemonOptions of(List<String> arguments, Function<Boolean, Places> usual, boolean root) {
        return of(arguments, usual, root, Map.of());
    }

    /// As above, and what the environment says of secrets.
    static DaemonOptions of(
            List<String> arguments, Function<Boolean, Places> usual, boolean root, Map<String, String> environment) {
        boolean system = root || arguments.contains("--system");
        Places places = usual.apply(system);
        Path socket = places.socket();
        Path config = places.config();
        Path state = places.state();
        boolean resolvConf = root;
        boolean help = false;
        SecretsChoice.Kind secrets = SecretsChoice.Kind.USUAL;
        @Nullable Path key = null;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--system" -> system = true;
                case "--resolv-conf" -> resolvConf = true;
                case "--socket" -> socket = path(option, word, words);
                case "--config" -> config = path(option, word, words);
                case "--state" -> state = path(option, word, words);
                case "--secrets" -> secrets = kind(option, word, words);
                case "--secrets-key" -> key = path(option, word, words);
                default -> throw new IllegalArgumentException("there is no option " + word);
            }
        }
        if (key != null && secrets != SecretsChoice.Kind.KEYSTORE && secrets != SecretsChoice.Kind.USUAL) {
            throw new IllegalArgumentException("--secrets-key is for --secrets keystore");
        }
        return new DaemonOptions(
                new Places(socket, config, state),
                system,
                resolvConf,
                help,
                SecretsChoice.of(secrets, key, environment));
    }

    private static SecretsChoice.Kind kind(String option, String word, Iterator<String> rest) {
        try {
            return SecretsChoice.Kind.of(value(option, word, rest));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
    }

    private static Path path(String option, String word, Iterator<String> rest) {
        String value = value(option, word, rest);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a path");
        }
        return Path.of(value);
    }

    private static String value(String option, String word, Iterator<String> rest) {
        if (word.length() > option.length()) {
            return word.substring(option.length() + 1);
        }
        return rest.hasNext() ? rest.next() : "";
    }
}
