package dev.dialtone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Connections that the kernel attributes to another user: `SO_PEERCRED` names the effective user of the thread that
/// connected, and the system call, unlike the C library, changes only the thread that makes it. Needs root.
///
/// @param uid user and group number
record OtherUser(int uid) {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SETRESUID = ARM ? 147 : 117;
    private static final long SETRESGID = ARM ? 149 : 119;
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    static final OtherUser ROOT = new OtherUser(0);

    /// A connection of this user, in blocking mode.
    ///
    /// @throws IOException the socket does not take it
    SocketChannel connect(Path socket) throws IOException {
        CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                become(uid);
                try {
                    channel.connect(address);
                } catch (IOException e) {
                    channel.close();
                    throw e;
                } finally {
                    become(0);
                }
                connected.complete(channel);
            } catch (IOException e) {
                connected.completeExceptionally(new UncheckedIOException(e));
            } catch (RuntimeException | Error e) {
                connected.completeExceptionally(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (connected.isCompletedExceptionally() && connected.exceptionNow() instanceof UncheckedIOException failed) {
            throw failed.getCause();
        }
        return connected.join();
    }

    /// Sends a request with a JSON body, or none, and reads the answer.
    RawHttp.Answer ask(Path socket, String method, String path, String body) throws IOException {
        try (SocketChannel channel = connect(socket)) {
            return RawHttp.exchange(channel, RawHttp.head(method, path, "application/json", body), body);
        }
    }

    private static void become(int uid) {
        if (uid == 0) {
            call(SETRESUID, 0);
            call(SETRESGID, 0);
        } else {
            call(SETRESGID, uid);
            call(SETRESUID, uid);
        }
    }

    // the effective number only: the saved one is the way back
    private static void call(long number, long effective) {
        try {
            long result = (long) SYSCALL.invokeExact(number, -1L, effective, -1L);
            if (result != 0) {
                throw new IllegalStateException("system call " + number + " for " + effective + " was refused");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
