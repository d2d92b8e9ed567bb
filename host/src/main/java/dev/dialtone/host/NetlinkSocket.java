package dev.dialtone.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;

/// A NETLINK_ROUTE socket: one request at a time, its replies, its acknowledgement. For one thread.
final class NetlinkSocket implements AutoCloseable {
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    private final Arena arena = Arena.ofConfined();
    private final NetlinkEndpoint endpoint;
    private final PollSet readable;
    private int sequence;

    NetlinkSocket() throws NetlinkException {
        try {
            endpoint = new NetlinkEndpoint(arena, NetlinkEndpoint.NETLINK_ROUTE, 0);
        } catch (NetlinkException e) {
            arena.close();
            throw e;
        }
        MemorySegment state = endpoint.state();
        readable = new PollSet(arena, state, endpoint.fd());
        tellMore(arena, endpoint);
        // its absence is no error either
        Libc.setsockopt(state, endpoint.fd(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, arena.allocateFrom(JAVA_INT, 1));
    }

    /// Asks for the kernel's own words with its errors: niceties of newer kernels, whose absence is no error.
    static void tellMore(Arena arena, NetlinkEndpoint endpoint) {
        MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
        Libc.setsockopt(endpoint.state(), endpoint.fd(), SOL_NETLINK, NETLINK_CAP_ACK, on);
        Libc.setsockopt(endpoint.state(), endpoint.fd(), SOL_NETLINK, NETLINK_EXT_ACK, on);
    }

    /// The number the next request must carry.
    int nextSequence() {
        return ++sequence;
    }

    /// Sends a request that carries [#nextSequence] and hands over its replies until it is acknowledged.
    void exchange(byte[] request, Consumer<NetlinkMessage> reply) throws NetlinkException {
        endpoint.send(request);
        while (!finished(endpoint.receive(readable), reply)) {
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

    @Override
    public void close() {
        endpoint.close();
        arena.close();
    }
}
