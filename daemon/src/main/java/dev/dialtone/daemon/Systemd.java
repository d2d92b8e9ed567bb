package dev.dialtone.daemon;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Tells systemd that the service is ready: one datagram to the socket it names (`sd_notify(3)`,
/// `Type=notify`). Java has no Unix datagram sockets, hence the C library.
final class Systemd {
    private static final System.Logger LOG = System.getLogger(Systemd.class.getName());
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MAX_PATH = 107;

    private Systemd() {}

    static void notifyReady(Map<String, String> environment) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > MAX_PATH) {
            return;
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            send(arena, path, "READY=1".getBytes(StandardCharsets.US_ASCII));
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "sd_notify_failed socket=" + name, e);
        }
    }

    @SuppressWarnings("restricted")
    private static void send(Arena arena, byte[] path, byte[] text) throws Throwable {
        MethodHandle socket = function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        MethodHandle close = function("close", ValueLayout.JAVA_INT);
        int fd = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (fd < 0) {
            throw new IllegalStateException("no socket");
        }
        try {
            // struct sockaddr_un: family, then the path; a leading 0 byte is the abstract name space
            MemorySegment address = arena.allocate(2 + MAX_PATH + 1, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
            MethodHandle sendto = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("sendto"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));
            long sent = (long) sendto.invokeExact(fd, data, (long) text.length, 0, address, 2 + path.length);
            if (sent != text.length) {
                throw new IllegalStateException("sendto gave " + sent);
            }
        } finally {
            int _ = (int) close.invokeExact(fd);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, ValueLayout.OfInt... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
