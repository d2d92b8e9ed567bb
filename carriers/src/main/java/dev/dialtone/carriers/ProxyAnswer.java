package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of a proxy's answer to CONNECT (RFC 9112 §4, §5). Its body, if it has one, is never read.
///
/// @param status     100..599
/// @param reason     its words, may be empty
/// @param challenges values of `Proxy-Authenticate`, each octet a character
record ProxyAnswer(int status, String reason, List<String> challenges) {
    // SECURITY: a proxy that never ends its head
    static final int MAX_BYTES = 16 * 1024;
    static final int MAX_LINES = 128;

    private static final String START = "HTTP/1.";
    private static final String CHALLENGE = "proxy-authenticate";
    private static final int CODE_AT = START.length() + 2;

    ProxyAnswer {
        challenges = List.copyOf(challenges);
    }

    /// @param length how much of the buffer is there
    static Decoded<ProxyAnswer> parse(byte[] buffer, int length) {
        for (int i = 0; i < Math.min(length, START.length()); i++) {
            if (buffer[i] != START.charAt(i)) {
                return Decoded.malformed("it does not begin with an HTTP/1.1 status line", i);
            }
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < length; at++) {
            byte octet = buffer[at];
            if (octet == '\n') {
                // SPEC [RFC 9112 §2.2] a line may end with LF alone
                int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                if (end == from) {
                    return read(lines, at + 1);
                }
                if (lines.size() == MAX_LINES) {
                    return Decoded.malformed("its head has more than " + MAX_LINES + " lines", at);
                }
                lines.add(new String(buffer, from, end - from, StandardCharsets.ISO_8859_1));
                from = at + 1;
            } else if (isControl(octet) && (octet != '\r' || at + 1 < length && buffer[at + 1] != '\n')) {
                return Decoded.malformed("its head has a control character", at);
            }
        }
        return length >= MAX_BYTES
                ? Decoded.malformed("its head is longer than " + MAX_BYTES + " bytes", length)
                : Decoded.needMore();
    }

    private static boolean isControl(byte octet) {
        return octet >= 0 && octet < ' ' && octet != '\t' || octet == 0x7F;
    }

    private static Decoded<ProxyAnswer> read(List<String> lines, int consumed) {
        if (lines.isEmpty()) {
            return Decoded.malformed("it has no status line", 0);
        }
        String first = lines.getFirst();
        // INTEROP [old proxies] the space before an empty reason is often left out
        if (!first.matches("HTTP/1\\.[0-9] [1-5][0-9]{2}( .*)?")) {
            return Decoded.malformed("its status line has no status", Math.min(CODE_AT, consumed));
        }
        List<String> challenges = new ArrayList<>();
        boolean inChallenge = false;
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                // SPEC [RFC 9112 §5.2] a line that goes on is joined by a space
                if (inChallenge) {
                    challenges.add(challenges.removeLast() + " " + line.strip());
                }
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                return Decoded.malformed("its head has a line that is no field", consumed);
            }
            inChallenge = line.substring(0, colon).toLowerCase(Locale.ROOT).equals(CHALLENGE);
            if (inChallenge) {
                challenges.add(line.substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(first.substring(CODE_AT, CODE_AT + 3));
        return Decoded.ok(new ProxyAnswer(status, first.substring(CODE_AT + 3).strip(), challenges), consumed);
    }
}
