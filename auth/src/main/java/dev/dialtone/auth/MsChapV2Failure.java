package dev.dialtone.auth;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The text of an MS-CHAPv2 Failure packet, `E=691 R=1 C=... V=3 M=words` (RFC 2759 §6). Any part may be missing.
///
/// @param error     the number after `E=`, or -1
/// @param retry     `R=1`: another try is allowed on the same link
/// @param challenge the 16 bytes after `C=`, or null
/// @param version   the number after `V=`, or -1
/// @param message   what follows `M=` to the end, or the empty string
/// @param text      the whole as it came
public record MsChapV2Failure(
        int error, boolean retry, byte @Nullable [] challenge, int version, String message, String text) {
    /// Longest text looked at, in bytes; more is cut.
    static final int MAX_BYTES = 4096;

    /// Reads what it can find; never throws.
    public static MsChapV2Failure parse(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
        int words = text.startsWith("M=") ? 0 : text.indexOf(" M=") + 1;
        boolean hasWords = text.startsWith("M=", words);
        String message = hasWords ? text.substring(words + 2) : "";
        int error = -1;
        int version = -1;
        boolean retry = false;
        byte[] challenge = null;
        for (String part : (hasWords ? text.substring(0, words) : text).split(" ", 64)) {
            if (part.startsWith("E=")) {
                error = number(part);
            } else if (part.startsWith("R=")) {
                retry = number(part) == 1;
            } else if (part.startsWith("V=")) {
                version = number(part);
            } else if (part.startsWith("C=")) {
                challenge = hex(part);
            }
        }
        return new MsChapV2Failure(error, retry, challenge, version, message, text);
    }

    /// The text a server sends.
    public static byte[] format(int error, boolean retry, byte[] challenge, String message) {
        String text = "E=" + error + " R=" + (retry ? 1 : 0) + " C="
                + HexFormat.of().withUpperCase().formatHex(challenge) + " V=3"
                + (message.isEmpty() ? "" : " M=" + message);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The peer's code as it is shown to people (contract §7): `E=691`.
    public String code() {
        return error < 0 ? "E=?" : "E=" + error;
    }

    private static int number(String part) {
        int value = 0;
        for (int i = 2; i < part.length(); i++) {
            int digit = part.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > 1_000_000) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return part.length() == 2 ? -1 : value;
    }

    private static byte @Nullable [] hex(String part) {
        if (part.length() != 34) {
            return null;
        }
        for (int i = 2; i < part.length(); i++) {
            if (!HexFormat.isHexDigit(part.charAt(i))) {
                return null;
            }
        }
        return HexFormat.of().parseHex(part, 2, 34);
    }
}
