package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A text in a file that an editor changes. The file stays until it is known that it is not needed any more.
final class Draft {
    private static final long MOST_BYTES = 512 * 1024;

    private final Path file;

    Draft(Path file) {
        this.file = file;
    }

    /// A file that only this user may read, in their runtime folder or where temporary files are.
    static Draft of(String text, Map<String, String> environment) {
        try {
            String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
            Path file = runtime.isEmpty() || !Files.isWritable(Path.of(runtime))
                    ? Files.createTempFile("dialtone-", ".toml")
                    : Files.createTempFile(Path.of(runtime), "dialtone-", ".toml");
            Files.writeString(file, text);
            return new Draft(file);
        } catch (IOException e) {
            throw RasException.of(
                    RasError.CANNOT_WRITE_PHONEBOOK, "no file for the editor could be made: " + e.getMessage());
        }
    }

    Path file() {
        return file;
    }

    /// @throws RasException 621 naming the file and what is wrong, 625 also its place
    String text() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable("is larger than " + MOST_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            CharBuffer chars = CharBuffer.allocate(bytes.length);
            boolean wrong = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes), chars, true)
                    .isError();
            String text = chars.flip().toString();
            if (wrong) {
                int column = text.codePointCount(text.lastIndexOf('\n') + 1, text.length()) + 1;
                long line = text.chars().filter(c -> c == '\n').count() + 1;
                throw RasException.of(
                        RasError.CORRUPT_PHONEBOOK,
                        file + ":" + line + ":" + column + ": found bytes that are no UTF-8, expected UTF-8");
            }
            return text;
        } catch (IOException e) {
            throw unreadable("cannot be read: " + e.getMessage());
        }
    }

    private RasException unreadable(String why) {
        return RasException.of(RasError.CANNOT_OPEN_PHONEBOOK, file + ": " + why);
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it holds no secret, and its folder is emptied by the system
        }
    }

    /// Runs the editor on it, with this terminal, and waits for its end.
    ///
    /// @return its exit code
    int edit(Map<String, String> environment) {
        String editor = editor(environment);
        // its value may have arguments of its own, as a shell understands them
        List<String> command = List.of("/bin/sh", "-c", editor + " \"$1\"", editor, file.toString());
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw RasException.of(RasError.CANNOT_OPEN_PHONEBOOK, editor + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RasException.of(RasError.USER_DISCONNECTION, "interrupted; your text is in " + file);
        }
    }

    /// What the user calls their editor.
    static String editor(Map<String, String> environment) {
        for (String variable : List.of("VISUAL", "EDITOR")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        return Files.isExecutable(Path.of("/usr/bin/editor")) ? "/usr/bin/editor" : "vi";
    }
}
