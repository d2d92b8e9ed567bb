package dev.dialtone.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// A network namespace of a user's that has no name yet. A process of theirs makes it, which no thread of a Java
/// process could, and ends; the namespace lives as long as it is held.
///
/// Around it are two user namespaces of theirs. In the outer one they are root, so that mounts can be made from it
/// with their programs; in the inner one, which owns the network, they are themselves.
final class NamespaceSeed implements AutoCloseable {
    private static final long LONGEST_SECONDS = 5;
    private static final int LONGEST_WORDS = 200;
    private static final String READY = "ready";

    /// What is not there is not guessed by the PATH of whoever started the daemon.
    private static final String BIN = "/usr/bin/";

    private final HeldNamespace held;

    private NamespaceSeed(HeldNamespace held) {
        this.held = held;
    }

    /// Blocks for some milliseconds, for a few seconds at most unless the user wants it otherwise.
    ///
    /// SECURITY: from setpriv(1) on the process is the user's, who may stop it, end it or have it do anything. It
    /// gets no terminal, no variables, no descriptors and no group that the user has not, and what is taken of it
    /// is what the kernel says is theirs, whoever has its process number by then.
    ///
    /// @param uid user number, not 0
    /// @param gid a group that this user is in
    /// @throws HostException 5 this machine does not let users have them, or this process may not make them; 633
    static NamespaceSeed of(int uid, int gid) {
        Process process = start(uid, gid);
        try {
            String said = firstWords(process);
            if (!said.equals(READY)) {
                throw failed(said);
            }
            HeldNamespace held = HeldNamespace.open(
                    Path.of("/proc", Long.toString(process.pid()), "ns", "net"), "cannot look at a user's namespace");
            if (held.isNetwork() && held.owner().equals(new NamespaceOwner.User(uid))) {
                return new NamespaceSeed(held);
            }
            held.close();
            throw failed("");
        } finally {
            // its input ends, and so does it
            process.destroyForcibly();
        }
    }

    private static Process start(int uid, int gid) {
        String user = Integer.toUnsignedString(uid);
        String group = Integer.toUnsignedString(gid);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        BIN + "setsid",
                        BIN + "setpriv",
                        "--reuid=" + user,
                        "--regid=" + group,
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--no-new-privs",
                        "--",
                        BIN + "unshare",
                        "--map-root-user",
                        "--",
                        BIN + "unshare",
                        "--map-user=" + user,
                        "--map-group=" + group,
                        "--net",
                        "--",
                        "/bin/sh",
                        "-c",
                        "echo " + READY + "; read -r end"))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        try {
            return builder.start();
        } catch (IOException e) {
            throw HostErrors.of(
                    HostErrors.PORT_NOT_AVAILABLE,
                    "cannot make a user's network namespace: " + e.getMessage(),
                    "Install the package util-linux (setsid, setpriv, unshare).");
        }
    }

    /// Its first line, or why there is none.
    private static String firstWords(Process process) {
        Executor later = CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Void> late = CompletableFuture.runAsync(process::destroyForcibly, later);
        StringBuilder words = new StringBuilder();
        try (InputStream said = process.getInputStream()) {
            for (int c = said.read(); c >= 0 && c != '\n' && words.length() < LONGEST_WORDS; c = said.read()) {
                // SECURITY: whoever wrote it, it goes into logs and onto terminals
                words.append(c >= ' ' && c <= '~' ? (char) c : '?');
            }
        } catch (IOException e) {
            return "";
        } finally {
            boolean _ = late.cancel(false);
        }
        return words.toString();
    }

    private static HostException failed(String said) {
        String reason = "cannot make a network namespace for this user" + (said.isEmpty() ? "" : " (" + said + ")");
        return UserNamespaceLimits.OF_MACHINE
                .obstacle()
                .map(found -> HostErrors.of(HostErrors.ACCESS_DENIED, reason + ": " + found.seen(), found.advice()))
                .orElseGet(() -> HostErrors.of(
                        said.contains("setpriv") ? HostErrors.ACCESS_DENIED : HostErrors.PORT_NOT_AVAILABLE,
                        reason,
                        said.contains("setpriv")
                                ? NetworkNamespace.RIGHTS_ADVICE
                                : "The user may have too many namespaces already (user.max_user_namespaces), or a security"
                                        + " module forbids them."));
    }

    /// A path to it for mount(2), until it is closed.
    String path() {
        return held.path();
    }

    @Override
    public void close() {
        held.close();
    }
}
