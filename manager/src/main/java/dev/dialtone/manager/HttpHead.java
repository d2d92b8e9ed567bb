package dev.dialtone.manager;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// What the head of an HTTP answer says of who gave it. Read leniently, for show only: whether it is one that SSTP
/// can go on from is the carrier's to say.
///
/// @param statusLine whole
/// @param status     0 when the line has none
/// @param server     the header of that name; may be empty
/// @param date       of the server's clock
record HttpHead(String statusLine, int status, String server, Optional<Instant> date) {
    /// As much of an answer as is looked at.
    static final int MOST_BYTES = 4096;

    private static final int MOST_TEXT = 200;

    /// Where the head ends, or -1 when it does not.
    static int end(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /// Empty when it is nothing that HTTP answers with.
    static Optional<HttpHead> of(byte[] head) {
        String[] lines = new String(head, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/")) {
            return Optional.empty();
        }
        String[] words = lines[0].split(" ", 3);
        int status = words.length > 1 && words[1].matches("[1-9][0-9]{2}") ? Integer.parseInt(words[1]) : 0;
        return Optional.of(
                new HttpHead(cut(lines[0]), status, cut(header(lines, "server")), date(header(lines, "date"))));
    }

    private static String header(String[] lines, String name) {
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0
                    && lines[i].substring(0, colon)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals(name)) {
                return lines[i].substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static Optional<Instant> date(String text) {
        try {
            // SPEC [RFC 9110 §5.6.7] IMF-fixdate, as every server sends it
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String cut(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    /// The status line and the server's name, in the peer's words.
    String words() {
        String line = PeerBytes.quoted(statusLine.getBytes(StandardCharsets.ISO_8859_1));
        return server.isEmpty()
                ? line
                : line + ", Server: " + PeerBytes.quoted(server.getBytes(StandardCharsets.ISO_8859_1));
    }
}
