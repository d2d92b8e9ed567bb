package dev.dialtone.ppp;

import dev.dialtone.core.Secret;

/// With what a [PppSession] signs in, and how far its owner lets it go. The passwords stay the owner's: lent until
/// the session is no longer used, because a peer may challenge again at any time.
final class SignIn {
    enum Stage {
        /// The peer has not asked yet.
        UNASKED,
        /// It has; the owner has to say [PppEvent.Respond].
        ASKED,
        /// The answer is, or may be, on the wire; also once accepted.
        RESPONDING,
        /// The peer refused and waits: the owner has to say [PppEvent.Retry] or [PppEvent.ChangePassword].
        REFUSED,
        /// A Change-Password is on the wire.
        CHANGING
    }

    private String user;
    private Secret password;
    private Stage stage = Stage.UNASKED;
    private boolean changeable;

    SignIn(String user, Secret password) {
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    Secret password() {
        return password;
    }

    Stage stage() {
        return stage;
    }

    /// Whether this was the first question, which the owner is told of.
    boolean ask() {
        boolean first = stage == Stage.UNASKED;
        if (first) {
            stage = Stage.ASKED;
        }
        return first;
    }

    /// Whether there was a question to answer.
    boolean respond() {
        boolean asked = stage == Stage.ASKED;
        if (asked) {
            stage = Stage.RESPONDING;
        }
        return asked;
    }

    /// The peer waits for something else.
    ///
    /// @param canChangePassword a new password is one such thing
    void refuse(boolean canChangePassword) {
        stage = Stage.REFUSED;
        changeable = canChangePassword;
    }

    /// Other credentials, to be sent when the owner says so.
    void retry(String newUser, Secret newPassword) {
        user = newUser;
        password = newPassword;
        stage = Stage.ASKED;
    }

    void change() {
        if (!changeable) {
            throw new IllegalStateException("the peer did not offer to change the password");
        }
        stage = Stage.CHANGING;
    }

    /// The peer took the new password.
    void changed(Secret newPassword) {
        password = newPassword;
        stage = Stage.RESPONDING;
    }
}
