package dev.dialtone.testkit;

import dev.dialtone.core.PacketLink;
import dev.dialtone.core.Secret;
import dev.dialtone.datapath.PacketPump;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.LinuxHost;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/// A server to dial that has a TUN interface for each client, as a process of its own: the far end of a throughput
/// measurement. Wants root, in a network namespace where it may make interfaces.
///
/// Takes a directory, an address and a port to listen on as arguments, and the password of the user `bench` on its
/// standard input, up to the end of the line. Writes `ca.pem` there, and `ready` on standard output once it listens.
/// With a further argument that is a number, packets behind it are lost and overtake each other as that seed
/// says, and when a client has gone it says `rough LOST OVERTAKEN`. With `tells` as a further argument it
/// answers DHCPINFORM and router solicitations: the route 10.98.0.0/16, the domain `inside.example`, addresses
/// of fd99::/64, itself as their router, fd99::1 as a name server. Without, what is behind its interfaces may do
/// so. With a block of addresses as a further argument, like `10.99.7.0/24`, clients get theirs from it.
///
/// Its own inner address is 10.99.0.1 (fd99::1, fe80::1) on the interfaces `dts0`, `dts1`, …; ends when its
/// standard input does.
public final class TunnelServer {
    private static final Inet4Address OWN = Inet4Address.ofLiteral("10.99.0.1");
    private static final Inet6Address OWN_V6 = (Inet6Address) InetAddress.ofLiteral("fd99::1");
    private static final int MTU = 1_400;
    private static final String SERVER_NAME = "answerer.dialtone.example";
    private static final String USER = "bench";
    private static final String CA = "ca.pem";
    private static final String TELLS = "tells";
    private static final Inet6Address ROUTER = IpPacket.linkLocal(1);
    private static final ToldNetwork TOLD = ToldNetwork.answering()
            .routes("10.98.0.0/16")
            .domains("inside.example")
            .router()
            .prefixes("fd99::/64")
            .routerNames("fd99::1", "six.inside.example");

    private final LinuxHost host = LinuxHost.withoutResolvConf();
    private final AtomicInteger links = new AtomicInteger();
    private final OptionalLong rough;
    private final boolean tells;

    private TunnelServer(OptionalLong rough, boolean tells) {
        this.rough = rough;
        this.tells = tells;
    }

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        InetSocketAddress listen =
                new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
        DemoPki pki = DemoPki.create();
        List<String> more = List.of(arguments).subList(3, arguments.length);
        TunnelServer server = new TunnelServer(
                more.stream()
                        .filter(word -> word.matches("-?[0-9]+"))
                        .mapToLong(Long::parseLong)
                        .findFirst(),
                more.contains(TELLS));
        try (Secret password = StandardInput.password();
                TunnelAnswerer _ = TunnelAnswerer.start(
                        AnswererConfig.of(pki.server(SERVER_NAME))
                                .listen(listen)
                                .user(USER, password)
                                .addresses(
                                        "10.99.0.1",
                                        more.stream()
                                                .filter(word -> word.contains("/"))
                                                .findFirst()
                                                .orElse("10.99.0.0/24"))
                                .build(),
                        server::attach)) {
            Files.writeString(places.resolve(CA), pki.caPem());
            System.out.println("ready");
            StandardInput.awaitEnd();
        }
    }

    private Runnable attach(PacketLink bare, Inet4Address client) {
        PacketLink link = tells ? new TellingLink(bare, new NetworkTeller(TOLD, OWN, List.of()), ROUTER) : bare;
        if (rough.isEmpty()) {
            return attachTo(link, client);
        }
        RoughLink bad = new RoughLink(link, rough.getAsLong());
        Runnable detach = attachTo(bad, client);
        return () -> {
            detach.run();
            System.out.println("rough " + bad.lost() + " " + bad.overtaken());
        };
    }

    private Runnable attachTo(PacketLink link, Inet4Address client) {
        String name = "dts" + links.getAndIncrement();
        PacketPump pump = new PacketPump(host.open(new HostChange.Device(name)), link);
        host.apply(new HostChange.LinkUp(name, MTU));
        host.apply(new HostChange.Address(name, OWN, 32, client));
        host.apply(new HostChange.Address(name, ROUTER, 64, null));
        host.apply(new HostChange.Address(name, OWN_V6, 64, null));
        pump.start();
        return pump::stop;
    }
}
