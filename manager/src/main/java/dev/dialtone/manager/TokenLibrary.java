package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Whether the library of a token may be loaded. SECURITY: it is code that runs with all the manager's rights, root's
/// mostly, and who names it is perhaps a member of the group dialtone only: nobody but root and the manager's own user
/// may have put it there.
final class TokenLibrary {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;

    private TokenLibrary() {}

    /// Where the library is, with no link on the way.
    ///
    /// @throws ClientIdentity.Unusable 766 there is none, or others could change it
    static Path trusted(Path named) throws ClientIdentity.Unusable {
        return trusted(named, OwnUser.uid());
    }

    static Path trusted(Path named, int own) throws ClientIdentity.Unusable {
        try {
            Path real = named.toRealPath();
            for (Path part = real; part != null; part = part.getParent()) {
                check(part, own, part.equals(real));
            }
            return real;
        } catch (NoSuchFileException e) {
            throw unusable(named, "is not there: there is no " + e.getFile(), "Install the token's library.");
        } catch (IOException e) {
            throw unusable(named, "cannot be looked at: " + FilePhoneBook.reason(e), "Install the token's library.");
        }
    }

    private static void check(Path part, int own, boolean isFile) throws IOException, ClientIdentity.Unusable {
        int uid = (int) Files.getAttribute(part, "unix:uid");
        if (uid != ROOT && uid != own) {
            throw unusable(
                    part,
                    "belongs to user " + Integer.toUnsignedString(uid) + ", who could change it",
                    advice("chown root", part));
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(part);
        boolean group = permissions.contains(PosixFilePermission.GROUP_WRITE)
                && (int) Files.getAttribute(part, "unix:gid") != ROOT;
        // in a sticky directory nobody but its owner takes a file away
        boolean kept = !isFile && ((int) Files.getAttribute(part, "unix:mode") & STICKY) != 0;
        if (!kept && (group || permissions.contains(PosixFilePermission.OTHERS_WRITE))) {
            throw unusable(part, "can be changed by others", advice("chmod go-w", part));
        }
    }

    private static String advice(String command, Path part) {
        return "Use a library that the system installed, or: " + command + " " + part;
    }

    private static ClientIdentity.Unusable unusable(Path part, String why, String advice) {
        return new ClientIdentity.Unusable(Failure.of(
                        RasError.NO_CERTIFICATE,
                        Layer.TLS,
                        "The token's library is not loaded: " + part + " " + why + ".")
                .advise(advice));
    }
}
