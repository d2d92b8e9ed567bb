package dev.dialtone.daemon;

import dev.dialtone.api.Places;
import dev.dialtone.manager.SecretsChoice;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What `dialtone daemon` was told on its command line.
///
/// @param system     the machine's manager: its places, and a socket for every user
/// @param resolvConf whether /etc/resolv.conf may be written
/// @param secrets    what keeps stored sign-ins
/// @param metrics    port of the loopback for the metrics, 0 for any; none: they are on the socket alone
/// @param log        how much is logged, and in which form
record DaemonOptions(
        Places places,
        boolean system,
        boolean resolvConf,
        SecretsChoice secrets,
        OptionalInt metrics,
        ErrorLog.Form log,
        boolean help) {
    static final String HELP = """
            Usage: dialtone daemon [--system] [--resolv-conf] [--socket FILE] [--config DIR] [--state DIR]
                                   [--secrets KIND] [--secrets-key FILE]
                                   [--metrics-port PORT] [--log-format text|json] [--log-level warning|debug]
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
              --metrics-port PORT
                             give the metrics on http://127.0.0.1:PORT/metrics too, for a Prometheus
                             that cannot read a Unix socket; every user of this machine may then
                             read them. 0: a free port, which is printed. Without it: no TCP port
              --log-format json
                             one JSON object a line on standard error, instead of text
              --log-level debug
                             log what each dial came to and hooks did, not only what is wrong
              --help         this text
            Root needs neither --system nor --resolv-conf. Others need CAP_NET_ADMIN, and
            /dev/net/tun; `dialtone doctor` says what is missing.""";

    private static final int MOST_PORT = 65_535;

    /// With secrets where they usually are, without metrics on a port, and with the log as text.
    DaemonOptions(Places places, boolean system, boolean resolvConf, boolean help) {
        this(places, system, resolvConf, SecretsChoice.USUAL, OptionalInt.empty(), ErrorLog.Form.STANDARD, help);
    }

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
        OptionalInt metrics = OptionalInt.empty();
        ErrorLog.Form log = ErrorLog.Form.STANDARD;
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
                case "--metrics-port" -> metrics = OptionalInt.of(port(option, value(option, word, words)));
                case "--log-format" ->
                    log = new ErrorLog.Form(is("json", "text", option, value(option, word, words)), log.all());
                case "--log-level" ->
                    log = new ErrorLog.Form(log.json(), is("debug", "warning", option, value(option, word, words)));
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
                SecretsChoice.of(secrets, key, environment),
                metrics,
                log,
                help);
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

    private static int port(String option, String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > MOST_PORT) {
            throw new IllegalArgumentException(option + " needs a port, 0 to " + MOST_PORT + ", not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    /// Which of two words it is.
    private static boolean is(String word, String standard, String option, String value) {
        if (value.equals(word) || value.equals(standard)) {
            return value.equals(word);
        }
        throw new IllegalArgumentException(option + " is " + standard + " or " + word + ", not \"" + value + "\"");
    }
}
