package dev.dialtone.manager;

/// Who asks (contract H7).
///
/// @param uid        user id, from the socket's credentials
/// @param gid        their group, from there too; [#NO_GROUP] when it is not known
/// @param privileged root or a member of the group `dialtone`: may do everything
public record Caller(int uid, int gid, boolean privileged) {
    /// The kernel's number for what has none.
    public static final int NO_GROUP = 65_534;

    /// The program the manager is embedded in.
    public static final Caller SELF = new Caller(-1, true);

    /// With a group that is not known.
    public Caller(int uid, boolean privileged) {
        this(uid, NO_GROUP, privileged);
    }

    /// Whether it is root, or this process itself.
    boolean isRoot() {
        return uid == 0 || uid == SELF.uid;
    }
}
