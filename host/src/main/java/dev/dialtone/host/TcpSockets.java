package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Options of this process's TCP connections that the JDK does not know. Nor does it give its descriptors away: they
/// are found by the connection's two addresses, which takes some microseconds for each descriptor that is open.
/// Callable from any thread.
public final class TcpSockets {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_IP = 0;
    private static final int IP_MTU = 14;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MTU = 24;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NOTSENT_LOWAT = 25;
    private static final int SOCKADDR_BYTES = 128;

    private TcpSockets() {}

    // SPEC [tcp(7)] TCP_NOTSENT_LOWAT
    /// Limits how much may wait in a connection's socket without being sent; a write blocks beyond that.
    ///
    /// @param bytes 1 or more, or -1 for no limit of its own
    /// @return false when the connection is not there any more, or the kernel refuses
    public static boolean limitUnsent(InetSocketAddress local, InetSocketAddress remote, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            OptionalInt found = descriptor(arena, local, remote);
            if (found.isEmpty()) {
                return false;
            }
            MemorySegment value = arena.allocate(JAVA_INT);
            // SPEC [tcp(7)] with 0 the machine's own net.ipv4.tcp_notsent_lowat holds
            value.set(JAVA_INT, 0, Math.max(0, bytes));
            // The descriptor may have become another's meanwhile: a socket without this option, or one it does no harm.
            return Libc.setsockopt(Libc.newState(arena), found.getAsInt(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, value) >= 0;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /// What the kernel knows of the largest packet on a connection's way: its link's, until a router said less.
    ///
    /// @return empty when the connection is not there any more
    public static OptionalInt pathMtu(InetSocketAddress local, InetSocketAddress remote) {
        try (Arena arena = Arena.ofConfined()) {
            OptionalInt found = descriptor(arena, local, remote);
            if (found.isEmpty()) {
                return OptionalInt.empty();
            }
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocate(JAVA_INT);
            length.set(JAVA_INT, 0, Integer.BYTES);
            // SPEC [ip(7), ipv6(7)] IP_MTU, IPV6_MTU: of a connected socket. The JDK's sockets are IPv6 ones that may
            // talk IPv4, and such a one has the first only.
            MemorySegment state = Libc.newState(arena);
            boolean ipv4 = remote.getAddress() instanceof Inet4Address;
            int said = Libc.getsockopt(
                    state, found.getAsInt(), ipv4 ? IPPROTO_IP : IPPROTO_IPV6, ipv4 ? IP_MTU : IPV6_MTU, value, length);
            return said < 0 ? OptionalInt.empty() : OptionalInt.of(value.get(JAVA_INT, 0));
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt descriptor(Arena arena, InetSocketAddress local, InetSocketAddress remote)
            throws IOException {
        MemorySegment state = Libc.newState(arena);
        MemorySegment address = arena.allocate(SOCKADDR_BYTES, 8);
        MemorySegment length = arena.allocate(JAVA_INT);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path one : all) {
                int fd = Integer.parseInt(one.getFileName().toString());
                length.set(JAVA_INT, 0, SOCKADDR_BYTES);
                if (Libc.getsockname(state, fd, address, length) < 0
                        || !read(address).equals(Optional.of(local))) {
                    continue;
                }
                length.set(JAVA_INT, 0, SOCKADDR_BYTES);
                if (Libc.getpeername(state, fd, address, length) >= 0
                        && read(address).equals(Optional.of(remote))) {
                    return OptionalInt.of(fd);
                }
            }
        }
        return OptionalInt.empty();
    }

    // SPEC [ip(7), ipv6(7)] sockaddr_in, sockaddr_in6
    private static Optional<InetSocketAddress> read(MemorySegment address) throws UnknownHostException {
        int family = address.get(JAVA_SHORT, 0);
        if (family != AF_INET && family != AF_INET6) {
            return Optional.empty();
        }
        int port = address.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2) & 0xFFFF;
        byte[] bytes = family == AF_INET
                ? address.asSlice(4, 4).toArray(JAVA_BYTE)
                : address.asSlice(8, 16).toArray(JAVA_BYTE);
        // an IPv4 address within an IPv6 one becomes what it is
        return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
    }
}
