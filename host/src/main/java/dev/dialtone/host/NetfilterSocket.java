package dev.dialtone.host;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.util.List;

/// A NETLINK_NETFILTER socket for transactions of nf_tables. For one thread.
final class NetfilterSocket implements AutoCloseable {
    private static final int NETLINK_NETFILTER = 12;

    private final Arena arena = Arena.ofConfined();
    private final NetlinkEndpoint endpoint;
    private final PollSet readable;

    /// One request of a transaction, made with the sequence number it is given.
    @FunctionalInterface
    interface Request {
        byte[] bytes(int sequence);
    }

    NetfilterSocket() throws NetlinkException {
        try {
            endpoint = new NetlinkEndpoint(arena, NETLINK_NETFILTER, 0);
        } catch (NetlinkException e) {
            arena.close();
            throw e;
        }
        readable = new PollSet(arena, endpoint.state(), endpoint.fd());
        NetlinkSocket.tellMore(arena, endpoint);
    }

    /// Makes all of it, or nothing.
    ///
    /// @param requests at least one
    void transact(List<Request> requests) throws NetlinkException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int sequence = 1;
        batch.writeBytes(NetfilterMessages.begin(sequence));
        for (Request request : requests) {
            byte[] bytes = request.bytes(++sequence);
            batch.writeBytes(sequence == requests.size() + 1 ? bytes : NetfilterMessages.quiet(bytes));
        }
        int last = sequence;
        batch.writeBytes(NetfilterMessages.end(last + 1));
        endpoint.send(batch.toByteArray());
        while (!done(endpoint.receive(readable), last)) {
            // the next datagram says more
        }
    }

    /// Errors come before the last one's acknowledgement, that of the transaction as a whole first.
    private static boolean done(List<NetlinkMessage> messages, int last) throws NetlinkException {
        for (NetlinkMessage message : messages) {
            if (message.type() == NetlinkMessage.ERROR) {
                var end = message.acknowledgement();
                if (end.errno() != 0) {
                    throw new NetlinkException(end.errno(), end.text());
                }
                if (message.sequence() == last) {
                    return true;
                }
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
