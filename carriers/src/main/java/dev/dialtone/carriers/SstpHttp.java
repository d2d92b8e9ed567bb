package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The HTTP head each side sends before the stream becomes SSTP ([MS-SSTP] §3.2.4.1 and §3.3.5.1).
final class SstpHttp {
    static final String VERB = "SSTP_DUPLEX_POST";
    static final String PATH = "/sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/";

    private static final String VERSION = " HTTP/1.1";

    /// 2^64 - 1: the stream has no end.
    static final String LENGTH = "18446744073709551615";

    private SstpHttp() {}

    /// What a server answered.
    ///
    /// @param status 100..999
    /// @param reason its words, may be empty
    /// @param server who it says it is, or null
    record Answer(int status, String reason, @Nullable String server) {}

    /// The value of a Host header: brackets for an IPv6 literal, the port unless it is 443.
    static String hostHeader(String name, int port) {
        String bare = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return port == 443 ? bare : bare + ":" + port;
    }

    static byte[] request(String hostHeader, RandomGenerator random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String hex = HexFormat.of().withUpperCase().formatHex(id);
        return (VERB + " " + PATH + VERSION + "\r\n"
                        + "SSTPCORRELATIONID: {" + hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-"
                        + hex.substring(12, 16) + "-" + hex.substring(16, 20) + "-" + hex.substring(20) + "}\r\n"
                        + "Content-Length: " + LENGTH + "\r\n"
                        + "Host: " + hostHeader + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] answer(int status, String reason) {
        String length = status == 200 ? LENGTH : "0";
        return ("HTTP/1.1 " + status + " " + reason + "\r\n"
                        + "Content-Length: " + length + "\r\n"
                        + "Server: Dialtone\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether a head asks for SSTP; otherwise the status to refuse it with.
    static int judgeRequest(byte[] head) {
        String line = lines(head)[0];
        if (!line.endsWith(VERSION)) {
            return 400;
        }
        // without the version first: in a request that has no target its space is the verb's too
        String asked = line.substring(0, line.length() - VERSION.length());
        if (!asked.startsWith(VERB + " ")) {
            return asked.equals(VERB) ? 400 : 405;
        }
        String target = asked.substring(VERB.length() + 1);
        // an optional ?tenantid= may follow the path
        return target.equals(PATH) || target.startsWith(PATH + "?") ? 200 : 404;
    }

    static Decoded<Answer> parseAnswer(byte[] head) {
        String[] lines = lines(head);
        String line = lines[0];
        // SPEC [RFC 9112 §4] HTTP-version SP 3DIGIT SP reason, and servers that forget the last space
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            return Decoded.malformed("not an HTTP/1.1 status line", 0);
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = Character.digit(line.charAt(i), 10);
            if (digit < 0) {
                return Decoded.malformed("not an HTTP status", i);
            }
            status = status * 10 + digit;
        }
        if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
            return Decoded.malformed("not an HTTP status", 9);
        }
        String reason = line.substring(12).strip();
        return Decoded.ok(new Answer(status, reason, header(lines, "server")), head.length);
    }

    private static @Nullable String header(String[] lines, String name) {
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0
                    && lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return lines[i].substring(colon + 1).strip();
            }
        }
        return null;
    }

    private static String[] lines(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    }
}
