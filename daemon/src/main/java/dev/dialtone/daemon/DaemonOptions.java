package dev.dialtone.daemon;

import dev.dialtone.api.Places;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// What `dialtone daemon` was told on its command line.
record DaemonOptions(Places places, boolean help) {
    static final String HELP = """
            Usage: dialtone daemon [--socket FILE] [--config DIR] [--state DIR]
            Runs the manager in the foreground until SIGTERM or SIGINT, which end every connection.
              --socket FILE  where to listen
              --config DIR   entries and stored sign-ins
              --state DIR    history and journal
              --help         this text""";

    /// @param usual the places for what is not named
    /// @throws IllegalArgumentException what is wrong
    static DaemonOptions of(List<String> arguments, Places usual) {
        Path socket = usual.socket();
        Path config = usual.config();
        Path state = usual.state();
        boolean help = false;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--socket" -> socket = path(option, word, words);
                case "--config" -> config = path(option, word, words);
                case "--state" -> state = path(option, word, words);
                default -> throw new IllegalArgumentException("there is no option " + word);
            }
        }
        return new DaemonOptions(new Places(socket, config, state), help);
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
