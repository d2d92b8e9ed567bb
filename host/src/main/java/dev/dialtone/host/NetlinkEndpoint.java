package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dialtone.core.Decoded;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A bound netlink descriptor: datagrams out, the kernel's datagrams in, waited for only where a call says so. For one
/// thread at a time.
final class NetlinkEndpoint implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    static final int NETLINK_ROUTE = 0;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_TRUNC = 0x20;
    private static final int ADDRESS_BYTES = 12;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// The kernel answers within the call that sends; waiting longer than this means that it never will.
    private static final int PATIENCE_MILLIS = 2_000;

    private final Arena arena;
    private final MemorySegment state;
    private final MemorySegment buffer;
    private final MemorySegment sender;
    private final MemorySegment senderLength;
    private final int fd;

    /// @param arena    whose memory is used; the caller closes it, after this
    /// @param protocol `NETLINK_ROUTE`, `NETLINK_NETFILTER`
    /// @param groups   multicast groups to join, as the bit mask of sockaddr_nl; 0 for none
    NetlinkEndpoint(Arena arena, int protocol, int groups) throws NetlinkException {
        this.arena = arena;
        state = Libc.newState(arena);
        buffer = arena.allocate(BUFFER_BYTES, 8);
        sender = arena.allocate(ADDRESS_BYTES, 4);
        senderLength = arena.allocate(JAVA_INT);
        fd = Libc.socket(state, AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
        if (fd < 0) {
            throw new NetlinkException(-fd, "");
        }
        MemorySegment local = arena.allocate(ADDRESS_BYTES, 4);
        local.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        local.set(JAVA_INT, 8, groups);
        int bound = Libc.bind(state, fd, local);
        if (bound < 0) {
            close();
            throw new NetlinkException(-bound, "");
        }
    }

    int fd() {
        return fd;
    }

    /// Where errno is kept, for the owner's other calls of the same thread.
    MemorySegment state() {
        return state;
    }

    /// Sends one datagram, which may be longer than those that are received: a whole transaction of nf_tables is
    /// one.
    void send(byte[] request) throws NetlinkException {
        MemorySegment whole = request.length <= BUFFER_BYTES ? buffer : arena.allocate(request.length, 8);
        MemorySegment.copy(request, 0, whole, JAVA_BYTE, 0, request.length);
        long sent = Libc.send(state, fd, whole, request.length);
        if (sent < 0) {
            throw new NetlinkException((int) -sent, "");
        }
    }

    /// The messages of the next datagram, valid until the next call; empty when none is there now.
    ///
    /// @throws NetlinkException ENOBUFS when the kernel had to drop some, EPROTO when one cannot be read
    Optional<List<NetlinkMessage>> receive() throws NetlinkException {
        while (true) {
            senderLength.set(JAVA_INT, 0, ADDRESS_BYTES);
            long got = Libc.recvfrom(state, fd, buffer, MSG_DONTWAIT | MSG_TRUNC, sender, senderLength);
            if (got == -Errno.EAGAIN) {
                return Optional.empty();
            }
            if (got == -Errno.EINTR) {
                continue;
            }
            if (got < 0) {
                throw new NetlinkException((int) -got, "");
            }
            // SECURITY: any process may send to our port; only port 0 is the kernel.
            if (sender.get(JAVA_INT, 4) != 0) {
                continue;
            }
            ByteBuffer datagram = buffer.asSlice(0, Math.min(got, BUFFER_BYTES)).asByteBuffer();
            if (got > BUFFER_BYTES
                    || !(NetlinkMessage.decode(datagram) instanceof Decoded.Ok(List<NetlinkMessage> messages, int _))) {
                throw new NetlinkException(Errno.EPROTO, "unreadable reply");
            }
            return Optional.of(messages);
        }
    }

    /// As above, but waited for.
    ///
    /// @param readable of this descriptor
    /// @throws NetlinkException also ETIMEDOUT when none came within 2 s
    List<NetlinkMessage> receive(PollSet readable) throws NetlinkException {
        while (true) {
            Optional<List<NetlinkMessage>> messages = receive();
            if (messages.isPresent()) {
                return messages.get();
            }
            if (readable.await(PATIENCE_MILLIS) == 0) {
                throw new NetlinkException(Errno.ETIMEDOUT, "");
            }
        }
    }

    @Override
    public void close() {
        Libc.close(state, fd);
    }
}
