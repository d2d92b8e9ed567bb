package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/// Requests byte by byte (netlink(7), rtnetlink(7)), as a little-endian machine writes them.
class RouteNetlinkTest {
    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void encodesSetLink() {
        assertThat(RouteNetlink.setLink(7, 5, 1400, true)).isEqualTo(Hex.bytes("""
                28000000 1000 0500 07000000 00000000 ; 40 bytes, RTM_NEWLINK, REQUEST|ACK, sequence 7, port 0
                00 00 0000 05000000 01000000 01000000 ; unspec, type 0, index 5, flags UP, change UP
                0800 0400 78050000                   ; IFLA_MTU 1400
                """));
    }

    @Test
    void encodesLinkWithoutOwnLinkLocal() {
        assertThat(RouteNetlink.withoutOwnLinkLocal(8, 5)).isEqualTo(Hex.bytes("""
                30000000 1000 0500 08000000 00000000 ; 48 bytes, RTM_NEWLINK
                00 00 0000 05000000 00000000 00000000 ; index 5, flags as they are
                1000 1a80                            ; IFLA_AF_SPEC, nested
                0c00 0a80                            ; AF_INET6, nested
                0500 0800 01 000000                  ; IFLA_INET6_ADDR_GEN_MODE none, padded
                """));
    }

    @Test
    void encodesGetLinkByName() {
        assertThat(RouteNetlink.getLink(1, "dial0")).isEqualTo(Hex.bytes("""
                2c000000 1200 0500 01000000 00000000 ; 44 bytes, RTM_GETLINK
                00 00 0000 00000000 00000000 00000000
                0a00 0300 6469616c3000 0000          ; IFLA_IFNAME "dial0" with its NUL, padded
                """));
    }

    @Test
    void encodesAddressWithPeer() {
        var entry = new AddressEntry(5, ip("10.9.0.2"), 32, ip("10.9.0.1"));
        assertThat(RouteNetlink.newAddress(2, entry)).isEqualTo(Hex.bytes("""
                28000000 1400 0506 02000000 00000000 ; 40 bytes, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02 20 00 00 05000000                 ; AF_INET, /32, no flags, scope universe, index 5
                0800 0200 0a090002                   ; IFA_LOCAL
                0800 0100 0a090001                   ; IFA_ADDRESS: the peer
                """));
    }

    @Test
    void encodesDeleteOfIpv6Address() {
        var entry = new AddressEntry(5, ip("2001:db8::2"), 64, ip("2001:db8::2"));
        assertThat(RouteNetlink.deleteAddress(3, entry)).isEqualTo(Hex.bytes("""
                40000000 1500 0500 03000000 00000000 ; 64 bytes, RTM_DELADDR
                0a 40 00 00 05000000
                1400 0200 20010db8000000000000000000000002
                1400 0100 20010db8000000000000000000000002
                """));
    }

    @Test
    void encodesRouteViaGateway() {
        var route = new RouteEntry(ip("10.0.0.0"), 8, 5, ip("10.9.0.1"), 50, RouteNetlink.PROTOCOL_DIALTONE, null);
        assertThat(RouteNetlink.newRoute(4, route)).isEqualTo(Hex.bytes("""
                3c000000 1800 0506 04000000 00000000 ; 60 bytes, RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02 08 00 00 fe d1 00 01 00000000     ; AF_INET, /8, main, protocol 209, universe, unicast
                0800 0100 0a000000                   ; RTA_DST
                0800 0400 05000000                   ; RTA_OIF
                0800 0500 0a090001                   ; RTA_GATEWAY
                0800 0600 32000000                   ; RTA_PRIORITY 50
                """));
    }

    @Test
    void encodesRouteBesideAnother() {
        var route = new RouteEntry(ip("10.0.0.0"), 8, 5, ip("10.9.0.1"), 50, RouteNetlink.PROTOCOL_DIALTONE, null);
        byte[] alone = RouteNetlink.newRoute(4, route);
        byte[] beside = RouteNetlink.newRouteBeside(4, route);
        assertThat(Hex.bytes("0504")).as("REQUEST|ACK|CREATE").isEqualTo(new byte[] {beside[6], beside[7]});
        beside[7] = alone[7];
        assertThat(beside).isEqualTo(alone);
    }

    @Test
    void encodesDefaultRouteOnTheLink() {
        var route = new RouteEntry(ip("0.0.0.0"), 0, 5, null, 0, RouteNetlink.PROTOCOL_DIALTONE, null);
        assertThat(RouteNetlink.deleteRoute(5, route)).isEqualTo(Hex.bytes("""
                24000000 1900 0500 05000000 00000000 ; 36 bytes, RTM_DELROUTE
                02 00 00 00 fe d1 fd 01 00000000     ; AF_INET, /0, main, protocol 209, scope link, unicast
                0800 0400 05000000                   ; RTA_OIF
                """));
    }

    @Test
    void encodesTableThatFitsIntoAByte() {
        var route = new RouteEntry(ip("0.0.0.0"), 0, 5, null, 0, RouteNetlink.PROTOCOL_DIALTONE, null, 100);
        assertThat(RouteNetlink.deleteRoute(5, route)).isEqualTo(Hex.bytes("""
                24000000 1900 0500 05000000 00000000 ; 36 bytes, RTM_DELROUTE
                02 00 00 00 64 d1 fd 01 00000000     ; AF_INET, /0, 100, protocol 209, scope link, unicast
                0800 0400 05000000                   ; RTA_OIF
                """));
        assertThat(RouteNetlink.getRoutes(6, RouteNetlink.AF_INET, 100)).isEqualTo(Hex.bytes("""
                1c000000 1a00 0503 06000000 00000000 ; 28 bytes, RTM_GETROUTE, REQUEST|ACK|DUMP
                02 00 00 00 64 00 00 00 00000000
                """));
    }

    @Test
    void encodesTableThatDoesNotFitIntoAByte() {
        var route = new RouteEntry(ip("0.0.0.0"), 0, 5, null, 0, RouteNetlink.PROTOCOL_DIALTONE, null, 70_000);
        assertThat(RouteNetlink.deleteRoute(5, route)).isEqualTo(Hex.bytes("""
                2c000000 1900 0500 05000000 00000000 ; 44 bytes, RTM_DELROUTE
                02 00 00 00 00 d1 fd 01 00000000     ; AF_INET, /0, -, protocol 209, scope link, unicast
                0800 0f00 70110100                   ; RTA_TABLE 70000
                0800 0400 05000000                   ; RTA_OIF
                """));
        assertThat(RouteNetlink.getRoutes(6, RouteNetlink.AF_INET6, 70_000)).isEqualTo(Hex.bytes("""
                24000000 1a00 0503 06000000 00000000 ; 36 bytes, RTM_GETROUTE, REQUEST|ACK|DUMP
                0a 00 00 00 00 00 00 00 00000000
                0800 0f00 70110100                   ; RTA_TABLE 70000
                """));
    }

    @Test
    void encodesIpv6AddressThatStandsAlone_withoutARouteOfTheKernels() {
        var entry = new AddressEntry(5, ip("2001:db8::2"), 128, ip("2001:db8::2"));
        assertThat(RouteNetlink.newAddress(3, entry)).isEqualTo(Hex.bytes("""
                48000000 1400 0506 03000000 00000000 ; 72 bytes, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                0a 80 00 00 05000000
                1400 0200 20010db8000000000000000000000002
                1400 0100 20010db8000000000000000000000002
                0800 0800 00020000                   ; IFA_FLAGS, IFA_F_NOPREFIXROUTE
                """));
    }

    @Test
    void encodesIpv6RouteWithTheMetricTheKernelWouldTake() {
        var route = new RouteEntry(ip("2001:db8:1::"), 48, 5, null, 0, RouteNetlink.PROTOCOL_DIALTONE, null);
        assertThat(RouteNetlink.newRoute(6, route)).isEqualTo(Hex.bytes("""
                40000000 1800 0506 06000000 00000000 ; 64 bytes, RTM_NEWROUTE
                0a 30 00 00 fe d1 00 01 00000000
                1400 0100 20010db8000100000000000000000000
                0800 0400 05000000
                0800 0600 00040000                   ; RTA_PRIORITY 1024
                """));
    }

    @Test
    void encodesIpv4RouteViaIpv6Gateway() {
        var route = new RouteEntry(ip("10.0.0.0"), 8, 5, ip("fe80::1"), 0, RouteNetlink.PROTOCOL_DIALTONE, null);
        assertThat(RouteNetlink.newRoute(7, route)).endsWith(Hex.bytes("""
                1600 1200 0a00 fe800000000000000000000000000001 0000 ; RTA_VIA: family, address, padding
                """));
    }

    @Test
    void encodesQuestionForTheWay() {
        assertThat(RouteNetlink.routeTo(9, ip("192.0.2.1"), 0)).isEqualTo(Hex.bytes("""
                24000000 1a00 0500 09000000 00000000 ; 36 bytes, RTM_GETROUTE
                02 20 00 00 00 00 00 00 00000000
                0800 0100 c0000201                   ; RTA_DST
                """));
    }
}
