package dev.dialtone.phonebooks;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an entry was imported from, kept so that an export gives it back. As text, the value of the entry's option
/// `original`: one line that says what follows, then the text as it was.
///
/// @param format  of [BookFormat]
/// @param charset of the file at this place
/// @param source  the same for all entries of one file, 16 hexadecimal digits
/// @param index   place in that file, from 1
/// @param name    the entry's, when it was imported
/// @param body    the text
public record Original(String format, Charset charset, String source, int index, String name, String body) {
    private static final Pattern HEAD =
            Pattern.compile("([a-z]+) (utf-8|iso-8859-1) ([0-9a-f]{16}) ([0-9]{1,6}) ([^\n]+)\n");
    private static final int SOURCE_BYTES = 8;

    /// The option's value.
    public String text() {
        String set = charset.equals(StandardCharsets.UTF_8) ? "utf-8" : "iso-8859-1";
        return format + " " + set + " " + source + " " + index + " " + name + "\n" + body;
    }

    /// Reads the option's value; empty when it has another form.
    public static Optional<Original> of(String text) {
        Matcher matcher = HEAD.matcher(text);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        return Optional.of(new Original(
                matcher.group(1),
                matcher.group(2).equals("utf-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1,
                matcher.group(3),
                Integer.parseInt(matcher.group(4)),
                matcher.group(5),
                text.substring(matcher.end())));
    }

    Original as(String otherName) {
        return new Original(format, charset, source, index, otherName, body);
    }

    /// What tells files apart.
    static String source(byte[] file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
            return HexFormat.of().formatHex(hash, 0, SOURCE_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
