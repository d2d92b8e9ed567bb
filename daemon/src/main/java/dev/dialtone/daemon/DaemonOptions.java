package dev.dialtone.daemon;

import dev.dialtone.api.Places;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/// What `dialtone daemon` was told on its command line.
///
/// @param system     the machine's manager: its places, and a socket for every user
/// @param resolvConf whether /etc/resolv.conf may be written
record DaemonOptions(Places places, boolean system, boolean resolvConf, boolean help) {
    static final String HELP = """
            Usage: dialtone daemon [--system] [--resolv-conf] [--socket FILE] [--config DIR] [--state DIR]
            Runs the manager in the foreground until SIGTERM or SIGINT, which end every connection.
              --socket FILE  where to listen
              --config DIR   entries and stored sign-ins
              --state DIR    history and journal
              --system       be the machine's manager without being root: its places in
                             /etc, /run and /var/lib, and a socket that every user reaches
              --resolv-conf  write /etc/resolv.conf where systemd-resolved does not answer;
                             needs the right to
              --help         this text
            Root needs neither --system nor --resolv-conf. Others need CAP_NET_ADMIN, and
            /dev/net/tun; `dialtone doctor` says what is missing.""";

    /// @param usual gives the places for what is not named, to the machine's manager or to a user's
    /// @param root  whether this process is root's
    /// @throws IllegalArgumentException what is wrong
    static DaemonOptions of(List<String> arguments, Function<Boolean, Places> usual, boolean root) {
        boolean system = root || arguments.contains("--system");
        Places places = usual.apply(system);
        Path socket = places.socket();
        Path config = places.config();
        Path state = places.state();
        boolean resolvConf = root;
        boolean help = false;
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
                default -> throw new IllegalArgumentException("there is no option " + word);
            }
        }
        return new DaemonOptions(new Places(socket, config, state), system, resolvConf, help);
    }

    private static Path path(String option, String word, Iterator<String> rest) {
        String value;
        if (word.length() > option.length()) {
            value = word.substring(option.length() + 1);
        } else {
            value = rest.hasNext() ? rest.next() : "";
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a path");
        }
        return Path.of(value);
    }
}
