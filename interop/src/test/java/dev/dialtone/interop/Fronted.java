package dev.dialtone.interop;

import java.nio.file.Path;

/// A SoftEther server with a peer in front of it, and a daemon that reaches it through that alone.
record Fronted(PeerServer softEther, PeerRig rig) implements AutoCloseable {

    /// @param front the peer's name
    static Fronted up(String front, Path folder) {
        PeerServer softEther = PeerServer.up("softether");
        try {
            return new Fronted(softEther, PeerRig.up(front, folder));
        } catch (RuntimeException | Error e) {
            softEther.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            rig.close();
        } finally {
            softEther.close();
        }
    }
}
