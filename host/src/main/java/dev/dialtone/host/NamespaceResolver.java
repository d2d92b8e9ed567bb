package dev.dialtone.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Name resolution of what runs in a network namespace: `/etc/netns/NAME/resolv.conf`, which `ip netns exec` mounts
/// over `/etc/resolv.conf` (ip-netns(8)). One that is there already is added to as any other; otherwise it is made,
/// with its folders, and all that goes again.
///
/// @param existing the same file, for when it is there already
record NamespaceResolver(Path path, ResolvConfResolver existing) implements Resolver {
    private static final Path FOLDER = Path.of("/etc/netns");
    private static final int FOLDERS = 2;

    /// Folders that are there for a file of ours alone: the next file made in them counts them as its own too.
    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    static NamespaceResolver of(NetworkNamespace namespace) {
        Path path = folderOf(namespace).resolve("resolv.conf");
        return new NamespaceResolver(path, new ResolvConfResolver(new ResolvConfFile(path), new ResolvConfWatch(path)));
    }

    /// The files that `ip netns exec` mounts.
    static Path folderOf(NetworkNamespace namespace) {
        return FOLDER.resolve(namespace.name());
    }

    @Override
    public String mechanism() {
        return "resolv.conf";
    }

    @Override
    public HostChange prepare() {
        if (Files.exists(path)) {
            return existing.prepare();
        }
        int folders = 0;
        Path folder = path.getParent();
        while (folder != null && folders < FOLDERS && (MADE.contains(folder) || !Files.exists(folder))) {
            folders++;
            folder = folder.getParent();
        }
        return new HostChange.NewResolvConf(path.toString(), folders);
    }

    @Override
    public void apply(HostChange prepared, List<LinkDns> connections) {
        if (!(prepared instanceof HostChange.NewResolvConf)) {
            existing.apply(prepared, connections);
            return;
        }
        ResolvConfFile file = existing.file();
        String now = file.read();
        String wanted = ResolvConfText.compose(ResolvConfText.strip(now), connections);
        if (!wanted.equals(now)) {
            makeFile();
            file.write(wanted);
        }
    }

    @Override
    public String trouble(List<LinkDns> connections) {
        return existing.trouble(connections);
    }

    private void makeFile() {
        try {
            makeFolder(FOLDER);
            makeFolder(Objects.requireNonNull(path.getParent()));
            Files.createFile(path);
            // programs of every user read it, whatever the daemon's umask
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (FileAlreadyExistsException e) {
            // it is only changed
        } catch (IOException e) {
            throw ResolvConfFile.failed("cannot make " + path, e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            MADE.add(folder);
        }
    }

    /// Removes the file unless others wrote into it meanwhile, and the folders that were made for it, while they are
    /// empty.
    static void undo(HostChange.NewResolvConf change) {
        Path path = Path.of(change.path());
        ResolvConfFile file = new ResolvConfFile(path);
        String now = file.read();
        try {
            if (ResolvConfText.strip(now).isBlank()) {
                Files.deleteIfExists(path);
            } else if (ResolvConfText.carriesMark(now)) {
                file.write(ResolvConfText.strip(now));
            }
            Path folder = path.getParent();
            for (int i = 0; i < change.folders() && folder != null; i++) {
                Files.deleteIfExists(folder);
                MADE.remove(folder);
                folder = folder.getParent();
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // somebody uses it, or took it away
        } catch (IOException e) {
            throw ResolvConfFile.failed("cannot take back " + path, e);
        }
    }
}
