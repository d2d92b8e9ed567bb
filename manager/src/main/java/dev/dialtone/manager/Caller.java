package dev.dialtone.manager;

import dev.dialtone.api.EntryName;

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

    /// The effective user of this process.
    public static int ownUid() {
        return OwnUser.uid();
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
