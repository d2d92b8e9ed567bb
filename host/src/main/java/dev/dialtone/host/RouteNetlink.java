package dev.dialtone.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The requests we make of NETLINK_ROUTE (rtnetlink(7)), as bytes.
final class RouteNetlink {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final int ADDR_GEN_MODE_NONE = 1;
    private static final int IFF_UP = 1;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_F_NOPREFIXROUTE = 0x200;

    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;

    static final int TABLE_MAIN = 254;
    private static final int LARGEST_SHORT_TABLE = 255;
    private static final int TYPE_UNICAST = 1;
    private static final int TYPE_UNREACHABLE = 7;
    private static final int SCOPE_UNIVERSE = 0;
    private static final int SCOPE_LINK = 253;

    /// The mark of our routes (`proto 209` in `ip route`), from the range left to administrators: deleting names it,
    /// so that a route which only looks like ours survives.
    static final int PROTOCOL_DIALTONE = 209;

    private RouteNetlink() {}

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    static int bits(InetAddress address) {
        return address instanceof Inet4Address ? 32 : 128;
    }

    static byte[] getLinks(int sequence) {
        return link(RTM_GETLINK, NetlinkMessage.FLAG_DUMP, sequence, 0, 0, 0).bytes();
    }

    static byte[] getLink(int sequence, String name) {
        return link(RTM_GETLINK, 0, sequence, 0, 0, 0)
                .attribute(IFLA_IFNAME, name)
                .bytes();
    }

    static byte[] getLink(int sequence, int index) {
        return link(RTM_GETLINK, 0, sequence, index, 0, 0).bytes();
    }

    static byte[] setLink(int sequence, int index, int mtuBytes, boolean up) {
        return link(RTM_NEWLINK, 0, sequence, index, up ? IFF_UP : 0, IFF_UP)
                .attribute(IFLA_MTU, mtuBytes)
                .bytes();
    }

    static byte[] setAlias(int sequence, int index, String alias) {
        return link(RTM_NEWLINK, 0, sequence, index, 0, 0)
                .attribute(IFLA_IFALIAS, alias)
                .bytes();
    }

    /// Keeps the kernel from inventing a link-local address: on our links only what IPV6CP negotiated is valid.
    static byte[] withoutOwnLinkLocal(int sequence, int index) {
        NetlinkMessage.Writer message = link(RTM_NEWLINK, 0, sequence, index, 0, 0);
        return message.nested(
                        IFLA_AF_SPEC,
                        () -> message.nested(
                                AF_INET6,
                                () -> message.attribute(IFLA_INET6_ADDR_GEN_MODE, new byte[] {ADDR_GEN_MODE_NONE})))
                .bytes();
    }

    private static NetlinkMessage.Writer link(
            int type, int flags, int sequence, int index, int linkFlags, int changed) {
        return new NetlinkMessage.Writer(type, flags, sequence)
                .u8(AF_UNSPEC, 0)
                .u16(0)
                .u32(index)
                .u32(linkFlags)
                .u32(changed);
    }

    static byte[] getAddresses(int sequence, int family) {
        return new NetlinkMessage.Writer(RTM_GETADDR, NetlinkMessage.FLAG_DUMP, sequence)
                .u8(family, 0, 0, 0)
                .u32(0)
                .bytes();
    }

    static byte[] newAddress(int sequence, AddressEntry entry) {
        NetlinkMessage.Writer message =
                address(RTM_NEWADDR, NetlinkMessage.FLAG_CREATE | NetlinkMessage.FLAG_EXCLUSIVE, sequence, entry);
        if (entry.local() instanceof Inet6Address && entry.prefixLength() == bits(entry.local())) {
            // a route to nobody but ourselves, which the kernel would put into the main table
            message.attribute(IFA_FLAGS, IFA_F_NOPREFIXROUTE);
        }
        return message.bytes();
    }

    static byte[] deleteAddress(int sequence, AddressEntry entry) {
        return address(RTM_DELADDR, 0, sequence, entry).bytes();
    }

    private static NetlinkMessage.Writer address(int type, int flags, int sequence, AddressEntry entry) {
        return new NetlinkMessage.Writer(type, flags, sequence)
                .u8(family(entry.local()), entry.prefixLength(), 0, SCOPE_UNIVERSE)
                .u32(entry.linkIndex())
                .attribute(IFA_LOCAL, entry.local().getAddress())
                .attribute(IFA_ADDRESS, entry.peer().getAddress());
    }

    static byte[] newRoute(int sequence, RouteEntry route) {
        return route(RTM_NEWROUTE, NetlinkMessage.FLAG_CREATE | NetlinkMessage.FLAG_EXCLUSIVE, sequence, route);
    }

    /// Adds a route where another of the same destination and metric may be. IPv4 asks the newest first; IPv6 shares
    /// the traffic out among them.
    static byte[] newRouteBeside(int sequence, RouteEntry route) {
        return route(RTM_NEWROUTE, NetlinkMessage.FLAG_CREATE, sequence, route);
    }

    /// Deletes a route with our mark. What is zero here (no metric, no gateway) matches anything in the kernel, so
    /// look first whether exactly this route is there.
    static byte[] deleteRoute(int sequence, RouteEntry route) {
        return route(RTM_DELROUTE, 0, sequence, route);
    }

    private static byte[] route(int type, int flags, int sequence, RouteEntry route) {
        InetAddress destination = route.destination();
        InetAddress gateway = route.gateway();
        boolean onLink = gateway == null && destination instanceof Inet4Address;
        NetlinkMessage.Writer message = new NetlinkMessage.Writer(type, flags, sequence)
                .u8(family(destination), route.prefixLength(), 0, 0)
                .u8(shortTable(route.table()), route.protocol(), onLink ? SCOPE_LINK : SCOPE_UNIVERSE, TYPE_UNICAST)
                .u32(0);
        putLongTable(message, route.table());
        if (route.prefixLength() > 0) {
            message.attribute(RTA_DST, destination.getAddress());
        }
        message.attribute(RTA_OIF, route.linkIndex());
        if (gateway != null && family(gateway) == family(destination)) {
            message.attribute(RTA_GATEWAY, gateway.getAddress());
        } else if (gateway != null) {
            message.attribute(RTA_VIA, withFamily(gateway));
        }
        if (route.kernelMetric() != 0) {
            message.attribute(RTA_PRIORITY, route.kernelMetric());
        }
        return message.bytes();
    }

    /// What is sent there is answered with an error, unless a route of a lower metric leads there.
    static byte[] newUnreachable(int sequence, RouteEntry nowhere) {
        return unreachable(RTM_NEWROUTE, NetlinkMessage.FLAG_CREATE | NetlinkMessage.FLAG_EXCLUSIVE, sequence, nowhere);
    }

    static byte[] deleteUnreachable(int sequence, RouteEntry nowhere) {
        return unreachable(RTM_DELROUTE, 0, sequence, nowhere);
    }

    private static byte[] unreachable(int type, int flags, int sequence, RouteEntry nowhere) {
        return new NetlinkMessage.Writer(type, flags, sequence)
                .u8(family(nowhere.destination()), nowhere.prefixLength(), 0, 0)
                .u8(TABLE_MAIN, nowhere.protocol(), SCOPE_UNIVERSE, TYPE_UNREACHABLE)
                .u32(0)
                .attribute(RTA_DST, nowhere.destination().getAddress())
                .attribute(RTA_PRIORITY, nowhere.kernelMetric())
                .bytes();
    }

    // a byte has no room for the larger numbers
    private static int shortTable(int table) {
        return table <= LARGEST_SHORT_TABLE ? table : 0;
    }

    private static void putLongTable(NetlinkMessage.Writer message, int table) {
        if (table > LARGEST_SHORT_TABLE) {
            message.attribute(RTA_TABLE, table);
        }
    }

    private static byte[] withFamily(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.allocate(2 + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) family(address))
                .put(bytes)
                .array();
    }

    /// All routes of a table.
    static byte[] getRoutes(int sequence, int family, int table) {
        NetlinkMessage.Writer message = new NetlinkMessage.Writer(RTM_GETROUTE, NetlinkMessage.FLAG_DUMP, sequence)
                .u8(family, 0, 0, 0)
                .u8(shortTable(table), 0, 0, 0)
                .u32(0);
        putLongTable(message, table);
        return message.bytes();
    }

    /// Where a packet to this address would go.
    ///
    /// @param linkIndex the link it must use, 0 for any
    static byte[] routeTo(int sequence, InetAddress destination, int linkIndex) {
        NetlinkMessage.Writer message = new NetlinkMessage.Writer(RTM_GETROUTE, 0, sequence)
                .u8(family(destination), bits(destination), 0, 0)
                .u8(0, 0, 0, 0)
                .u32(0)
                .attribute(RTA_DST, destination.getAddress());
        if (linkIndex != 0) {
            message.attribute(RTA_OIF, linkIndex);
        }
        return message.bytes();
    }
}
