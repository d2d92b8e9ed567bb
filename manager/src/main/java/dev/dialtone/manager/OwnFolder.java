package dev.dialtone.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/// SECURITY: whoever owns a folder chooses what is read there and what is written over, by links, by pipes and
/// between one look and the next. So what the manager reads with its own rights lies in folders of its own user or of
/// root that not everybody may write.
final class OwnFolder {
    private static final int OWN = Caller.ownUid();
    private static final String OWNER = "uid";
    private static final String RIGHTS = "permissions";

    private OwnFolder() {}

    /// @throws IOException when it is somebody else's, or everybody's; or is not there
    static void check(Path folder) throws IOException {
        Map<String, Object> there = Files.readAttributes(folder, "unix:" + OWNER + "," + RIGHTS);
        if (!Integer.valueOf(0).equals(there.get(OWNER))
                && !Integer.valueOf(OWN).equals(there.get(OWNER))) {
            throw new IOException("its owner is the user " + there.get(OWNER) + ", not root nor the manager's own, "
                    + OWN + ", and could lead it anywhere: chown it");
        }
        if (there.get(RIGHTS) instanceof Set<?> rights && rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("everybody may write it, and could lead the manager anywhere: chmod o-w it");
        }
    }
}
