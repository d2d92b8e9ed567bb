package dev.dialtone.daemon;

import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;

/// A daemon on a socket that every user reaches, on a machine with one more member in the group `dialtone`.
public final class JudgedDaemon {
    private JudgedDaemon() {}

    /// @param folder one that every user may enter
    /// @param member user number of the group's member
    public static Daemon start(Path folder, int member, Function<Caller, RemoteAccess> views) {
        try {
            Path passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
            Path group = Files.writeString(folder.resolve("group"), "root:x:0:\ndialtone:x:990:root," + member + "\n");
            Callers callers = new Callers(0, new Accounts(passwd, group, _ -> OptionalInt.empty()));
            return Daemon.start(SocketClaim.of(folder.resolve("sock")), callers, true, views);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
