package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A host with two servers, [#A] and [#B], whose inner networks have the same addresses, and Dialtone on it: each
/// machine a network namespace. Gone with [#close].
final class TwinRig implements AutoCloseable {
    static final String A = "a";
    static final String B = "b";

    /// An entry that leads to [#B] by the host's own network, and takes everything there.
    static final String OUTSIDE = "outside";

    static final String INSIDE = "10.99.0.1";
    private static final String NAME_SERVER = "10.99.0.53";
    private static final Path NAMES = Path.of("/run/netns");
    private static final Path CONFIGURATIONS = Path.of("/etc/netns");

    private final Machines machines;
    private final String host;
    private final Placement placement;

    /// Where the entries place their connections.
    enum Placement {
        /// Each in a network namespace, with the same addresses. The daemon is in the host's network alone, not in a
        /// mount namespace of its own: what it does in `/run/netns` and `/etc/netns` is seen by all.
        NAMESPACES,
        /// Each in a routing table, with addresses of different blocks. The daemon has a resolv.conf of the host's
        /// own.
        TABLES
    }

    private TwinRig(Path folder, Placement placement) {
        this.machines = new Machines("dtw", folder);
        this.host = machines.name("-host");
        this.placement = placement;
    }

    /// Skips the test, or fails it, where namespaces cannot be made.
    static TwinRig up(Path folder) {
        return up(folder, Placement.NAMESPACES);
    }

    static TwinRig up(Path folder, Placement placement) {
        Requires.namespaces();
        TwinRig rig = new TwinRig(folder, placement);
        try {
            rig.machines.add("-host");
            if (placement == Placement.TABLES) {
                rig.machines.resolvConf(rig.host, "nameserver 192.0.2.53\n");
            }
            // beyond the machine that the host's default route leads to
            rig.server(A, "192.0.2", "203.0.113.1");
            rig.server(B, "198.51.100", "198.51.100.1");
            Machines.sh(rig.host, "ip route add default via 192.0.2.1");
            rig.restartDaemon();
            rig.entry(A, A, "203.0.113.1", rig.place(A));
            rig.entry(B, B, "198.51.100.1", rig.place(B));
            // the resolver of this computer is not touched
            rig.entry(OUTSIDE, B, "198.51.100.1", "dns=false");
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void server(String name, String network, String address) {
        String machine = machines.add("-" + name);
        machines.link(host, "to-" + name, network + ".2", machine, "outer", network + ".1");
        if (!address.startsWith(network)) {
            Machines.sh(machine, "ip address add " + address + "/32 dev lo");
        }
        machines.answerer(machine, folder(name), address, serverWords(name));
        machines.start(Machines.in(machine, Machines.program(BannerProgram.class, "this is " + name)))
                .line("ready"::equals);
    }

    private String serverWords(String name) {
        return switch (placement) {
            case NAMESPACES -> "";
            case TABLES -> "tells 10.99." + (name.equals(A) ? "7" : "8") + ".0/24";
        };
    }

    private String place(String entry) {
        return switch (placement) {
            case NAMESPACES -> "netns=" + namespace(entry);
            case TABLES -> "table=" + table(entry);
        };
    }

    private Path folder(String server) {
        try {
            return Files.createDirectories(machines.folder().resolve(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void entry(String name, String server, String address, String option) {
        machines.entry(name, folder(server), address, option);
        machines.credentials(name, folder(server));
    }

    /// The network namespace of the server of an entry.
    String machine(String entry) {
        return machines.name("-" + entry);
    }

    /// Where the entry's connections are.
    String namespace(String entry) {
        return machines.name("-in-" + entry);
    }

    /// Whose routes the entry's connections have: one that fits into a byte, and one that does not.
    int table(String entry) {
        return entry.equals(A) ? 100 : 70_000;
    }

    /// What a program on the host prints, which must succeed.
    String onHost(String... command) {
        return Machines.succeed(Machines.in(host, command)).text();
    }

    /// A command of the command line, in the test's own network.
    PeerProcess run(String... arguments) {
        return start(arguments).await();
    }

    /// As above, while it runs.
    PeerProcess start(String... arguments) {
        return machines.command(arguments);
    }

    /// A command of the command line as another user.
    ///
    /// @param modules that this user may read
    PeerProcess startAs(OtherUser user, String modules, String... arguments) {
        return machines.start(PublicCopy.as(user.uid(), PublicCopy.command(modules, arguments)));
    }

    /// The name server that the server of an entry names to its clients, for every name [#INSIDE].
    void answerNames(String entry) {
        String machine = machine(entry);
        Machines.sh(machine, "ip address add " + NAME_SERVER + "/32 dev lo");
        machines.start(Machines.in(machine, Machines.program(NamesProgram.class, NAME_SERVER, INSIDE)))
                .line("ready"::equals);
    }

    /// What there is of namespaces of this rig, and what is mounted for them.
    String traces() {
        return PeerProcess.run(
                        "sh",
                        "-c",
                        "ls -d /run/netns/" + machines.name("-*") + " /etc/netns/" + machines.name("-*") + "; grep -o '"
                                + machines.name("-")
                                + "[^ ]*' /proc/self/mounts | sort")
                .text();
    }

    PeerProcess done(String... arguments) {
        return machines.done(arguments);
    }

    /// What `exec` in that entry's place says.
    String exec(String entry, String script) {
        return done("exec", entry, "--", "bash", "-c", script).text();
    }

    /// What the server of the entry says by the inner address, which is the same for both.
    String banner(String entry) {
        return exec(entry, "exec 3<>/dev/tcp/" + INSIDE + "/" + BannerProgram.PORT + "; cat <&3");
    }

    /// What answers there from the host's own network.
    String bannerOutside() {
        return Machines.succeed(Machines.in(
                        host,
                        "timeout",
                        "20",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + INSIDE + "/" + BannerProgram.PORT + "; cat <&3"))
                .text();
    }

    JsonObject projection(String entry) {
        return PeerDialtone.objects(done("status", entry, "--json"))
                .getFirst()
                .object("projection")
                .orElseThrow();
    }

    void killDaemon() {
        machines.killDaemon();
    }

    void restartDaemon() {
        machines.startDaemon(
                switch (placement) {
                    case NAMESPACES -> List.of("nsenter", "--net=" + NAMES.resolve(host));
                    case TABLES -> Machines.in(host);
                });
    }

    /// Its server resets every connection from now on.
    void cutOff(String server) {
        Machines.sh(
                machines.name("-" + server),
                "nft 'add table inet cut; add chain inet cut c { type filter hook input priority 0; };"
                        + " add rule inet cut c tcp dport 443 reject with tcp reset'");
        // what the client sends now is answered so
        Machines.succeed(
                List.of("ip", "netns", "exec", namespace(server), "sh", "-c", "ping -c 1 -W 1 " + INSIDE + " || true"));
    }

    void letIn(String server) {
        Machines.sh(machines.name("-" + server), "nft delete table inet cut");
    }

    /// Somebody makes the namespace of an entry before it is dialled.
    void makeNamespace(String entry) {
        Machines.succeed(List.of("ip", "netns", "add", namespace(entry)));
        Machines.sh(namespace(entry), "ip link set lo up");
    }

    void deleteNamespace(String entry) {
        Machines.succeed(List.of("ip", "netns", "del", namespace(entry)));
    }

    boolean isThere(String entry) {
        return Files.exists(NAMES.resolve(namespace(entry)));
    }

    /// All that a dial may change in a network namespace.
    String state(String namespace) {
        return Machines.succeed(List.of(
                        "sh",
                        "-c",
                        "ip -n " + namespace + " address; for f in -4 -6; do ip -n " + namespace
                                + " $f route show table all; ip -n " + namespace + " $f rule; done"))
                .text()
                // of routers that nobody heard
                .replaceAll("expires \\d+sec", "expires …");
    }

    String hostState() {
        return state(host);
    }

    void assertNothingLeft() {
        for (String entry : List.of(A, B)) {
            assertThat(isThere(entry)).as("the namespace of %s", entry).isFalse();
            assertThat(CONFIGURATIONS.resolve(namespace(entry))).doesNotExist();
        }
    }

    /// The daemon takes its namespaces away with it.
    @Override
    public void close() {
        machines.close();
    }
}
