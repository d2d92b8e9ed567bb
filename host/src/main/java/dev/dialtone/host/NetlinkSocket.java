package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dialtone.core.Decoded;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/// A NETLINK_ROUTE socket: one request at a time, its replies, its acknowledgement. For one thread.
final class NetlinkSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_TRUNC = 0x20;
    private static final int ADDRESS_BYTES = 12;
    private static final int BUFFER_BYTES = 64 * 1024;

    /// The kernel answers within the call that sends; waiting longer than this means that it never will.
    private static final int PATIENCE_MILLIS = 2_000;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.newState(arena);
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment sender = arena.allocate(ADDRESS_BYTES, 4);
    private final MemorySegment senderLength = arena.allocate(JAVA_INT);
    private final int fd;
    private final PollSet readable;
    private int sequence;

    NetlinkSocket() throws NetlinkException {
        int opened = Libc.socket(state, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
        if (opened < 0) {
            arena.close();
            throw new NetlinkException(-opened, "");
        }
        fd = opened;
        readable = new PollSet(arena, state, fd);
        MemorySegment local = arena.allocate(ADDRESS_BYTES, 4);
        local.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        int bound = Libc.bind(state, fd, local);
        if (bound < 0) {
            close();
            throw new NetlinkException(-bound, "");
        }
        MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
        // niceties of newer kernels: their absence is no error
        Libc.setsockopt(state, fd, SOL_NETLINK, NETLINK_CAP_ACK, on);
        Libc.setsockopt(state, fd, SOL_NETLINK, NETLINK_EXT_ACK, on);
        Libc.setsockopt(state, fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, on);
    }

    /// The number the next request must carry.
    int nextSequence() {
        return ++sequence;
    }

    /// Sends a request that carries [#nextSequence] and hands over its replies until it is acknowledged.
    void exchange(byte[] request, Consumer<NetlinkMessage> reply) throws NetlinkException {
        MemorySegment.copy(request, 0, buffer, JAVA_BYTE, 0, request.length);
        long sent = Libc.send(state, fd, buffer, request.length);
        if (sent < 0) {
            throw new NetlinkException((int) -sent, "");
        }
        while (!finished(receive(), reply)) {
            // a dump comes in several datagrams
        }
    }

    private boolean finished(List<NetlinkMessage> messages, Consumer<NetlinkMessage> reply) throws NetlinkException {
        for (NetlinkMessage message : messages) {
            if (message.sequence() != sequence) {
                continue; // left over from a request that was given up
            }
            switch (message.type()) {
                case NetlinkMessage.NOOP -> {}
                case NetlinkMessage.ERROR, NetlinkMessage.DONE -> {
                    var end = message.acknowledgement();
                    if (end.errno() != 0) {
                        throw new NetlinkException(end.errno(), end.text());
                    }
                    return true;
                }
                default -> reply.accept(message);
            }
        }
        return false;
    }

    private List<NetlinkMessage> receive() throws NetlinkException {
        while (true) {
            senderLength.set(JAVA_INT, 0, ADDRESS_BYTES);
            long got = Libc.recvfrom(state, fd, buffer, MSG_DONTWAIT | MSG_TRUNC, sender, senderLength);
            if (got == -Errno.EAGAIN) {
                int ready = readable.await(PATIENCE_MILLIS);
                if (ready == 0) {
                    throw new NetlinkException(Errno.ETIMEDOUT, "");
                }
                continue;
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
            return messages;
        }
    }

    @Override
    public void close() {
        Libc.close(state, fd);
        arena.close();
    }
}
