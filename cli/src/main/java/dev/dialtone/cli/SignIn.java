package dev.dialtone.cli;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import org.jspecify.annotations.Nullable;

/// Finds the password of a dial: from an option, the stored one, or from whoever sits at the terminal.
///
/// @param user   as given for this dial; empty for the entry's
/// @param secret null for the stored one; the holder closes it
record SignIn(String user, @Nullable Secret secret) implements AutoCloseable {

    /// @param given  user named for this dial; empty for none
    /// @param known  the entry's user; empty for none
    /// @param stored what the manager keeps for the entry; null for an entry that is not stored
    /// @param later  whether the dial may ask by a prompt of its own
    /// @throws RasException 703 when there is no password and nobody to ask
    static SignIn find(
            Shell shell,
            PasswordOptions options,
            String given,
            String known,
            @Nullable CredentialsInfo stored,
            boolean later) {
        if (options.given()) {
            return new SignIn(given, options.read(shell));
        }
        // SECURITY: a stored password is only for the user it was stored with
        if (stored != null && stored.passwordStored() && (given.isEmpty() || given.equals(stored.user()))) {
            return new SignIn(given, null);
        }
        if (!shell.terminal().possible()) {
            if (later) {
                return new SignIn(given, null);
            }
            throw nothing();
        }
        String user = first(given, stored == null ? "" : stored.user(), known);
        if (user.isEmpty()) {
            String answer = shell.terminal().line("User name: ");
            if (answer == null || answer.isBlank()) {
                throw nothing();
            }
            user = answer.strip();
        }
        char[] password = shell.terminal().secret("Password of " + Screen.clean(user) + ": ");
        if (password == null) {
            throw nothing();
        }
        return new SignIn(user, Secret.ofChars(password));
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static RasException nothing() {
        return new RasException(Failure.of(
                        RasError.INTERACTIVE_MODE,
                        Layer.MANAGER,
                        "no password is stored, and there is no terminal to ask")
                .advise("Give one with --password-file FILE or --password-stdin, or store one with"
                        + " `dialtone credentials set ENTRY --user NAME`."));
    }

    @Override
    public void close() {
        if (secret != null) {
            secret.close();
        }
    }
}
