package dev.dialtone.ppp;

import dev.dialtone.core.Secret;
import org.jspecify.annotations.Nullable;

/// Who may sign in at a [PppAnswerer]. Called on the answerer's thread; one that serves several answerers is safe for
/// use by several threads.
@FunctionalInterface
public interface Accounts {

    /// The password of a user as named on the wire, or null for a user that is not known. It stays the accounts' own,
    /// and is not closed while a sign-in may be under way.
    @Nullable
    Secret password(String user);

    /// Whether the right password of this user has expired. With MS-CHAPv2 the user is asked for a new one
    /// (648), with
    /// other methods refused.
    default boolean expired(String user) {
        return false;
    }

    /// Takes a new password, sent by someone who knows the old one. From the return on it is the user's, and has not
    /// expired.
    ///
    /// @param newPassword the caller's; a copy is taken
    /// @return false when it is not good enough (709)
    default boolean change(String user, Secret newPassword) {
        return false;
    }
}
