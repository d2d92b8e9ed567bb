package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers whose inner networks are the same but for the clients' addresses, each dialled into a routing table; the
/// daemon, the command line and the kernel are real. Programs on the host choose by what they bind to.
@OwnMachines
@Timeout(180)
class TablePlacementTest {
    private static final List<String> BOTH = List.of(TwinRig.A, TwinRig.B);
    private static final String INSIDE_V6 = "fd99::1";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// Binds a socket to an address or an interface, or marks it, connects, and prints what the server says.
    private static final String CLIENT = """
            my ($how, $what, $to, $port) = @ARGV;
            my $family = $to =~ /:/ ? 10 : 2;
            sub at {
                my $address = Socket::inet_pton($family, $_[0]) or die "no address: $_[0]";
                return $family == 10 ? Socket::pack_sockaddr_in6($_[1], $address)
                                     : Socket::pack_sockaddr_in($_[1], $address);
            }
            socket(my $s, $family, 1, 6) or die "socket: $!";
            if ($how eq "address") { bind($s, at($what, 0)) or die "bind: $!"; }
            if ($how eq "link") { setsockopt($s, 1, 25, "$what\\0") or die "SO_BINDTODEVICE: $!"; }
            if ($how eq "mark") { setsockopt($s, 1, 36, pack("i", $what)) or die "SO_MARK: $!"; }
            alarm 20;
            connect($s, at($to, $port)) or die "connect: $!";
            print <$s>;
            """;

    private TwinRig rig;

    @BeforeEach
    void begin(@TempDir Path folder) {
        Requires.programs("perl");
        rig = TwinRig.up(folder, TwinRig.Placement.TABLES);
    }

    @AfterEach
    void end() {
        if (rig != null) {
            rig.close();
        }
    }

    private String banner(String how, String what, String to) {
        return rig.onHost("perl", "-MSocket", "-e", CLIENT, how, what, to, "" + BannerProgram.PORT);
    }

    /// Once its router has told an address.
    private JsonObject projection(String entry) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            JsonObject now = rig.projection(entry);
            if (now.text("ipv6", "").startsWith("fd99:")) {
                return now;
            }
            assertThat(System.nanoTime()).as("%s has an address of IPv6", entry).isLessThan(end);
        }
    }

    private void assertReached(String entry) {
        JsonObject projection = projection(entry);
        String said = "this is " + entry + "\n";
        assertThat(projection.number("table")).isEqualTo(rig.table(entry));
        assertThat(projection.texts("routes")).containsExactlyInAnyOrder("0.0.0.0/0", "::/0");
        assertThat(projection.text("ipv4Peer")).as("the same for both").isEqualTo(TwinRig.INSIDE);
        assertThat(banner("address", projection.text("ipv4"), TwinRig.INSIDE)).isEqualTo(said);
        assertThat(banner("address", projection.text("ipv6"), INSIDE_V6)).isEqualTo(said);
        assertThat(banner("link", projection.text("link"), TwinRig.INSIDE)).isEqualTo(said);
        assertThat(banner("link", projection.text("link"), INSIDE_V6)).isEqualTo(said);
    }

    /// Every link has its link-local network there; nothing else of ours may be.
    private String main() {
        return rig.onHost("ip", "-4", "route", "show", "table", "main")
                + rig.onHost("ip", "-6", "route", "show", "table", "main")
                        .replaceAll("(?m)^fe80::/64 dev dial[0-9]+ proto kernel .*\n", "");
    }

    @Test
    void twoTables_eachSocketReachesTheServerItIsBoundTo_andTheMainTableIsNeverTouched_H6() {
        String before = rig.hostState();
        String main = main();
        String names = rig.onHost("cat", "/etc/resolv.conf");
        BOTH.forEach(entry -> rig.done("dial", entry));
        BOTH.forEach(this::assertReached);
        assertThat(main()).isEqualTo(main);
        assertThat(rig.onHost("cat", "/etc/resolv.conf")).isEqualTo(names);
        assertThat(rig.onHost("ip", "route", "get", "198.51.100.1"))
                .as("the way to a server")
                .contains("dev to-b");
        assertThat(rig.onHost("ip", "route", "show", "table", "100"))
                .matches("default dev dial[0-9] proto 209 scope link metric [0-9]+ *\n");

        rig.done("hangup", TwinRig.A);
        assertThat(rig.hostState()).doesNotContain("lookup 100", "table 100");
        assertReached(TwinRig.B);
        rig.done("hangup", TwinRig.B);
        assertThat(rig.hostState()).isEqualTo(before);
    }

    @Test
    void daemonKilled_itsSuccessorLeavesNoRuleAndNoRoute_H6_C9() {
        String before = rig.hostState();
        BOTH.forEach(entry -> rig.done("dial", entry));
        BOTH.forEach(this::assertReached);
        rig.killDaemon();
        assertThat(rig.hostState()).as("until then").contains("lookup 100 proto 209", "lookup 70000 proto 209");
        rig.restartDaemon();
        assertThat(rig.hostState()).isEqualTo(before);
        BOTH.forEach(entry -> rig.done("dial", entry));
        BOTH.forEach(this::assertReached);
        rig.done("hangup", "--all");
        assertThat(rig.hostState()).isEqualTo(before);
    }

    @Test
    void bothInOneTable_markedGoToTheNewest_boundToTheirs_H6() {
        String before = rig.hostState();
        for (String entry : BOTH) {
            rig.done("entry", "set", entry, "fwmark=0x7");
            rig.done("dial", entry, "--table", "4711");
        }
        PeerProcess elsewhere = rig.run("dial", TwinRig.A, "--table", "100");
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.errors()).contains("table: ").contains("4711").contains("RAS_ERROR=87");
        assertThat(rig.done("status", TwinRig.A).text()).containsPattern("table +4711");
        for (String entry : BOTH) {
            String link = projection(entry).text("link");
            assertThat(banner("link", link, TwinRig.INSIDE)).isEqualTo("this is " + entry + "\n");
        }
        assertThat(banner("mark", "7", TwinRig.INSIDE)).isEqualTo("this is b\n");
        assertThat(banner("mark", "7", INSIDE_V6)).isEqualTo("this is b\n");
        rig.done("hangup", TwinRig.B);
        assertThat(banner("mark", "7", TwinRig.INSIDE)).isEqualTo("this is a\n");
        rig.done("hangup", TwinRig.A);
        assertThat(rig.hostState()).isEqualTo(before);
    }
}
