package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The segments of a raw path or a query's names and values, percent-decoded once and read as strict
/// UTF-8, so that an entry's name may hold anything a name may hold.
final class PathSegments {
    private PathSegments() {}

    /// `/v1/a%20b` gives `v1`, `a b`.
    static List<String> of(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(Math.min(1, rawPath.length())).split("/", -1)) {
            segments.add(decode("path", raw));
        }
        return segments;
    }

    /// @throws RasException 87 naming the place
    static String decode(String place, String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < raw.length();
                int high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw wrong(place, "% is not followed by two hexadecimal digits");
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(place, "is not UTF-8");
        }
    }

    private static RasException wrong(String place, String why) {
        return RasException.of(RasError.INVALID_PARAMETER, place + ": " + why);
    }
}
