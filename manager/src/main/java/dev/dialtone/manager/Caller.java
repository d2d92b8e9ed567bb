package dev.dialtone.manager;

import dev.dialtone.api.EntryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who asks (contract H7).
///
/// @param uid        user id, from the socket's credentials
/// @param gid        their group, from there too; [#NO_GROUP] when it is not known
/// @param privileged root or a member of the group `dialtone`: may do everything
/// @param name       the name that the user has, and nobody else; empty when they have none
public record Caller(int uid, int gid, boolean privileged, String name) {
    /// The kernel's number for what has none.
    public static final int NO_GROUP = 65_534;

    /// The program the manager is embedded in.
    public static final Caller SELF = new Caller(-1, true);

    /// With a group that is not known.
    public Caller(int uid, boolean privileged) {
        this(uid, NO_GROUP, privileged);
    }

    /// The effective user of this process. Not the owner of `/proc/self`: that is root whenever the process may not
    /// be dumped, as after gaining capabilities.
    public static int ownUid() {
        try (var lines = Files.lines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> Integer.parseUnsignedInt(line.split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("/proc/self/status has no Uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One without a name.
    public Caller(int uid, int gid, boolean privileged) {
        this(uid, gid, privileged, "");
    }

    /// Whose entries they have of their own. SECURITY: a name of digits alone would be a number that is another
    /// user's.
    BookOwner owner() {
        boolean telling = EntryName.isUser(name) && !name.chars().allMatch(Character::isDigit);
        return new BookOwner(telling ? name : Integer.toUnsignedString(uid), uid);
    }

    /// Whether it is root, or this process itself.
    boolean isRoot() {
        return uid == 0 || uid == SELF.uid;
    }
}
