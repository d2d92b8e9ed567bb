package dev.dialtone.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Where something is mounted, in this mount namespace (SPEC [proc_pid_mountinfo(5)]).
///
/// SECURITY: any user may mount something under a name that is no text, so bytes are compared, not characters; they are
/// kept in Strings of ISO 8859-1.
///
/// @param table such a table
record Mounts(Path table) {
    private static final int MOUNT_POINT = 4;

    /// Those that this process sees.
    static Mounts here() {
        return new Mounts(Path.of("/proc/self/mountinfo"));
    }

    /// Whether something is mounted right at this path, which has no links in it.
    boolean isOne(Path real) throws IOException {
        return any(written(real.toString())::equals);
    }

    /// Whether something is mounted at any path below this one, which has no links in it.
    boolean isAnyInside(Path real) throws IOException {
        String inside = written(real.getNameCount() == 0 ? "/" : real + "/");
        return any(point -> point.startsWith(inside));
    }

    private boolean any(Predicate<String> condition) throws IOException {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(" ", -1))
                    .anyMatch(fields -> fields.length > MOUNT_POINT && condition.test(fields[MOUNT_POINT]));
        }
    }

    /// As the table writes it: what separates there is in octal.
    private static String written(String path) {
        String bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return bytes.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
