package dev.dialtone.host;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Hears of every change to links, addresses and routes of this network namespace, from the moment it is made.
/// For one thread at a time.
final class ChangeSocket implements AutoCloseable {
    private static final int RTMGRP_LINK = 0x1;
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV4_ROUTE = 0x40;
    private static final int RTMGRP_IPV6_IFADDR = 0x100;
    private static final int RTMGRP_IPV6_ROUTE = 0x400;
    private static final int GROUPS =
            RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;

    /// Datagrams taken in one go: under a flood the watch must still get to its calls.
    private static final int DRAINED_AT_ONCE = 1_000;

    private final NetlinkEndpoint endpoint;
    private final OthersChanges others;
    private long heard;

    ChangeSocket(Arena arena, Predicate<String> ourNames) throws NetlinkException {
        endpoint = new NetlinkEndpoint(arena, NetlinkEndpoint.NETLINK_ROUTE, GROUPS);
        others = new OthersChanges(ourNames);
        try {
            lookAtLinks();
        } catch (NetlinkException e) {
            close();
            throw e;
        }
    }

    NetlinkEndpoint endpoint() {
        return endpoint;
    }

    /// How many messages came so far, our own included.
    long heard() {
        return heard;
    }

    /// Takes what is there now.
    ///
    /// @return whether others changed something, or may have
    boolean drain() throws NetlinkException {
        boolean changed = false;
        for (int i = 0; i < DRAINED_AT_ONCE; i++) {
            try {
                Optional<List<NetlinkMessage>> messages = endpoint.receive();
                if (messages.isEmpty()) {
                    return changed;
                }
                for (NetlinkMessage message : messages.get()) {
                    heard++;
                    changed |= others.concerns(message);
                }
            } catch (NetlinkException e) {
                if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.EPROTO) {
                    throw e;
                }
                // something was lost, and with it perhaps a link of ours coming or going
                changed = true;
                lookAtLinks();
            }
        }
        return changed;
    }

    private void lookAtLinks() throws NetlinkException {
        try (RoutingSocket socket = new RoutingSocket()) {
            others.links(socket.links());
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
