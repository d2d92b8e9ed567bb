package dev.dialtone.manager;

/// Who asks (contract H7).
///
/// @param uid        user id, from the socket's credentials
/// @param privileged root or a member of the group `dialtone`: may do everything
public record Caller(int uid, boolean privileged) {
    /// The program the manager is embedded in.
    public static final Caller SELF = new Caller(-1, true);
}
