package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server of a VPN, which is its phone number; the numbers after it are alternates.
final class PbkServers {
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)]|([^:\\[\\]]+)):([0-9]{1,5})");

    private PbkServers() {}

    static void read(PbkReading reading) {
        List<TextLine> numbers = reading.section().firstMedium(PbkKind.NUMBER);
        if (numbers.isEmpty() || numbers.getFirst().value().isEmpty()) {
            numbers.forEach(reading::kept);
            reading.note("the entry names no server yet");
            return;
        }
        server(reading, numbers.getFirst());
        for (TextLine alternate : numbers.subList(1, numbers.size())) {
            if (alternate.value().isEmpty()) {
                reading.kept(alternate);
            } else {
                reading.notDone(alternate, "another server; others are not tried yet");
            }
        }
    }

    /// The server that a line names, with its port where the protocol may have another than its own.
    static void server(Reading reading, TextLine line) {
        String text = line.value();
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
