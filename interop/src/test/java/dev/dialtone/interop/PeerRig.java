package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A real server, Dialtone in its client namespace, and what that namespace was like before anything was dialled.
final class PeerRig implements AutoCloseable {
    private final PeerServer server;
    private final PeerDialtone dialtone;
    private final Path folder;
    private final String before;

    private PeerRig(PeerServer server, PeerDialtone dialtone, Path folder, String before) {
        this.server = server;
        this.dialtone = dialtone;
        this.folder = folder;
        this.before = before;
    }

    /// Skips or fails the test as [PeerServer#up].
    ///
    /// @param folder as of [PeerDialtone], and for the files of [#secretFile]
    static PeerRig up(String name, Path folder) {
        PeerServer server = PeerServer.up(name);
        try {
            String before = server.hostState();
            return new PeerRig(server, new PeerDialtone(server, folder), folder, before);
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
    }

    PeerServer server() {
        return server;
    }

    PeerDialtone dialtone() {
        return dialtone;
    }

    /// An entry that dials the server as its user, with no password stored.
    ///
    /// @param more further options, as `key=value`
    void entry(String name, String... more) {
        List<String> command = new ArrayList<>(
                List.of("entry", "set", name, "--protocol", "sstp", "--server", server.get("PEER_SERVER"), "--ca"));
        command.addAll(List.of(server.get("PEER_CA"), "--user", server.get("PEER_USER")));
        command.addAll(List.of(more));
        dialtone.done(command.toArray(String[]::new));
    }

    /// A file for `--password-file`, which only its owner may read.
    ///
    /// @return its path
    String secretFile(String name, String secret) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, secret + "\n").toString();
    }

    /// Ends every connection, unless the namespace is as it was.
    void hangUpWhatIsLeft() {
        if (!server.hostState().equals(before)) {
            dialtone.run("hangup", "--all");
        }
    }

    /// Tells also who is in the namespace: a stranger's connection would be seen there too.
    void assertHostAsBefore() {
        assertThat(server.hostState())
                .as("namespace in use by %s", server.users())
                .isEqualTo(before);
    }

    @Override
    public void close() {
        dialtone.close();
        server.close();
    }
}
