package dev.dialtone.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

// SECURITY: what a hook names, and the library of a token, runs with the manager's rights. Nobody may put it there, or
// change what is there, who does not have these rights already.
/// Whether a file is nobody's to change but root's and the manager's own user's: itself, every directory above it, and
/// every link on the way to it.
///
/// @param uid of this process
record FileTrust(int uid) {
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int MOST_LINKS = 40;

    static FileTrust ofProcess() {
        return new FileTrust(OwnUser.uid());
    }

    // SECURITY: a step at a time, for who may change a link chooses what runs, though the file itself be root's
    /// The file that a path leads to, links followed.
    ///
    /// @throws IOException it is not there, or is not to be trusted, which the message says
    Path real(Path path) throws IOException {
        Path at = path.getFileSystem().getPath("/");
        check(at, true);
        Deque<Path> left = new ArrayDeque<>();
        path.toAbsolutePath().forEach(left::add);
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.element().toString();
            Path next = at.resolve(left.remove());
            if (name.equals("..")) {
                at = Objects.requireNonNullElse(at.getParent(), at);
            } else if (Files.isSymbolicLink(next)) {
                if (++links > MOST_LINKS) {
                    throw new IOException(path + " leads through more than " + MOST_LINKS + " links");
                }
                checkOwner(next);
                Path to = Files.readSymbolicLink(next);
                at = to.isAbsolute() ? Objects.requireNonNull(to.getRoot()) : at;
                for (int i = to.getNameCount() - 1; i >= 0; i--) {
                    left.push(to.getName(i));
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                check(next, true);
                at = next;
            }
        }
        check(at, false);
        return at;
    }

    private void checkOwner(Path path) throws IOException {
        int owner = number(path, "uid");
        if (owner != 0 && owner != uid) {
            throw new IOException(path + " belongs to user " + Integer.toUnsignedString(owner)
                    + "; it must be root's or the manager's user's");
        }
    }

    private void check(Path path, boolean above) throws IOException {
        checkOwner(path);
        int mode = number(path, "mode");
        // in a directory like /tmp nobody can take away what is another's
        boolean kept = above && (mode & STICKY) != 0;
        if ((mode & WRITABLE_BY_OTHERS) != 0 && !kept) {
            throw new IOException(path + " can be written by its group or by everybody");
        }
    }

    private static int number(Path path, String attribute) throws IOException {
        try {
            return (int) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new IOException(path + " is not there", e);
        } catch (IOException e) {
            throw new IOException(path + " cannot be looked at: " + FilePhoneBook.reason(e), e);
        }
    }
}
