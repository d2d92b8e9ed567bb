package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server of a VPN, which is its phone number; the numbers after it are alternates.
final class PbkServers {
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)]|([^:\\[\\]]+)):([0-9]{1,5})");

    /// Whether the numbers behind the first are tried; if it is not said, they are.
    static final String TRY_NEXT = "TryNextAlternateOnFail";

    static final String PROMOTE = "PromoteAlternates";

    private PbkServers() {}

    static void read(PbkReading reading) {
        List<TextLine> numbers = reading.section().firstMedium(PbkKind.NUMBER);
        if (numbers.isEmpty() || numbers.getFirst().value().isEmpty()) {
            numbers.forEach(reading::kept);
            reading.note("the entry names no server yet");
            return;
        }
        server(reading, numbers.getFirst());
        boolean tried = reading.section().firstMedium(TRY_NEXT).stream()
                .noneMatch(line -> line.value().equals("0"));
        List<String> others = new ArrayList<>();
        for (TextLine alternate : numbers.subList(1, numbers.size())) {
            if (alternate.value().isEmpty()) {
                reading.kept(alternate);
            } else if (tried) {
                reading.carried(alternate, EntryOption.ALTERNATES, alternate.value());
                others.add(alternate.value());
            } else {
                reading.notDone(alternate, "another server, which " + TRY_NEXT + "=0 says is not tried");
            }
        }
        reading.options().remove(EntryOption.ALTERNATES);
        if (!others.isEmpty() && reading.wrong().isEmpty()) {
            reading.carried(numbers.get(1), EntryOption.ALTERNATES, String.join(",", others));
        }
        promotion(reading);
    }

    private static void promotion(PbkReading reading) {
        for (TextLine line : reading.section().firstMedium(PROMOTE)) {
            if (line.value().equals("1")) {
                reading.carried(line, EntryOption.PROMOTE_ALTERNATES, "true");
            } else {
                reading.kept(line);
            }
        }
    }

    /// The servers of a list on one line.
    ///
    /// @param hosts at least one
    static void servers(Reading reading, Statement line, List<String> hosts) {
        server(reading, line, hosts.getFirst());
        if (hosts.size() == 1 || reading.isWrong(line)) {
            return;
        }
        String others = String.join(",", hosts.subList(1, hosts.size()));
        reading.carried(line, EntryOption.ALTERNATES, others);
        if (!reading.isWrong(line)) {
            reading.carried(
                    line,
                    "server=" + reading.text(EntryOption.SERVER) + ", alternates="
                            + reading.text(EntryOption.ALTERNATES));
        }
    }

    /// The server that a line names, with its port where the protocol may have another than its own.
    static void server(Reading reading, TextLine line) {
        server(reading, line, line.value());
    }

    /// @param text the part of the line that names it
    static void server(Reading reading, Statement line, String text) {
        // only SSTP can be anywhere else than where it belongs
        Matcher matcher = NotBuilt.hasProtocol(reading.text(EntryOption.PROTOCOL)) ? WITH_PORT.matcher(text) : null;
        if (matcher == null || !matcher.matches()) {
            reading.carried(line, EntryOption.SERVER, text);
            return;
        }
        reading.carried(line, EntryOption.PORT, matcher.group(3));
        if (!reading.isWrong(line)) {
            String bracketed = matcher.group(1);
            reading.carried(line, EntryOption.SERVER, bracketed != null ? bracketed : matcher.group(2));
        }
    }

    /// The server of an entry as a phone number.
    static String number(Entry entry) {
        String server = entry.text(EntryOption.SERVER);
        String port = entry.text(EntryOption.PORT);
        boolean usual =
                port.equals(EntryOption.PORT.standard()) || !NotBuilt.hasProtocol(entry.text(EntryOption.PROTOCOL));
        if (usual || server.isEmpty()) {
            return server;
        }
        return (server.indexOf(':') < 0 ? server : "[" + server + "]") + ":" + port;
    }
}
