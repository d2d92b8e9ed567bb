package dev.dialtone.cli;

import dev.dialtone.api.NameService;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// How it stands with a connection's names, in a line.
final class NamesText {
    private static final List<String> WRONG = List.of("failing", "silent", "not-set");

    private NamesText() {}

    /// Whether they do not work.
    static boolean isWrong(NameService names) {
        return WRONG.contains(names.state());
    }

    static String of(NameService names) {
        Instant since = names.since();
        String others = names.servers().stream()
                .filter(server -> !server.state().equals(names.state()))
                .map(server -> server.address() + " " + server.state())
                .collect(Collectors.joining(", "));
        String line = phrase(names.state()) + (since == null ? "" : " since " + Amount.dayAndTime(since));
        if (isWrong(names)) {
            return line + ": " + names.reason();
        }
        return others.isEmpty() ? line : line + "; " + others;
    }

    private static String phrase(String state) {
        return switch (state) {
            case "asked" -> "asked, no answer yet";
            case "none" -> "no name server was told";
            case "not-set" -> "not set on this host";
            default -> state;
        };
    }
}
