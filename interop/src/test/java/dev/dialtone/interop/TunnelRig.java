package dev.dialtone.interop;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Two hosts in namespaces of their own with one link, the answerer for quantities on one, the daemon on the other,
/// connected; and a [TransferProgram] behind the answerer. Gone with [#close].
final class TunnelRig implements AutoCloseable {
    static final String INSIDE = "10.99.0.1";
    static final String INSIDE_V6 = "fd99::1";
    private static final String OUTSIDE = "192.0.2.1";
    private static final String ENTRY = "quantities";
    private static final int RELAY_PORT = 4_443;

    private final Machines machines;
    private final String client;
    private final String server;
    private PeerProcess answerer;

    private TunnelRig(Path folder) {
        this.machines = new Machines("dtt", folder);
        this.client = machines.name("c");
        this.server = machines.name("s");
    }

    /// What the way is like.
    enum Way {
        PLAIN,
        /// Behind the server packets are lost and overtake each other, both ways.
        ROUGH,
        /// The carrier's bytes come in tiny pieces, both ways.
        TINY
    }

    /// Skips the test, or fails it, where namespaces cannot be made.
    ///
    /// @param clientOffload `all` or `none`: whether the TUN of that end hands over super-packets
    static TunnelRig up(Path folder, String clientOffload, String serverOffload, Way way) {
        Requires.namespaces();
        TunnelRig rig = new TunnelRig(folder);
        try {
            rig.link();
            rig.startServer(serverOffload, way == Way.ROUGH ? " 4711 tells" : " tells");
            if (way == Way.TINY) {
                rig.start(rig.client, Machines.program(TinyRelay.class, Integer.toString(RELAY_PORT), OUTSIDE, "443"))
                        .line("ready"::equals);
            }
            rig.startDaemon(clientOffload);
            rig.entryTo(
                    way == Way.TINY ? "127.0.0.1" : OUTSIDE,
                    "port=" + (way == Way.TINY ? RELAY_PORT : 443),
                    "--split",
                    "--route",
                    "10.99.0.0/24");
            rig.dial();
            // as the router there advertises it
            rig.awaitInClient("ip -6 address show", "inet6 fd99::");
            rig.start(rig.server, Machines.program(TransferProgram.class, "serve"))
                    .line("ready"::equals);
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    /// The same without an entry and without a connection.
    ///
    /// @param words further arguments of the server
    static TunnelRig idle(Path folder, String words) {
        Requires.namespaces();
        TunnelRig rig = new TunnelRig(folder);
        try {
            rig.link();
            rig.startServer("all", words);
            rig.startDaemon("all");
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void link() {
        machines.add("c");
        machines.add("s");
        machines.resolvConf(client, "nameserver 192.0.2.53\n");
        machines.link(client, "outer", "192.0.2.2", server, "outer", OUTSIDE);
    }

    private void startServer(String offload, String words) {
        answerer = machines.answerer(server, folder(), OUTSIDE, "-Ddialtone.tun.offload=" + offload, words);
    }

    private void startDaemon(String offload) {
        machines.startDaemon(Machines.in(client), "-Ddialtone.tun.offload=" + offload);
    }

    private void entryTo(String address, String... more) {
        machines.entry(ENTRY, folder(), address, more);
    }

    /// Makes the entry that leads to the server.
    void entry(String... more) {
        entryTo(OUTSIDE, more);
    }

    void dial() {
        machines.done(
                "dial", ENTRY, "--password-file", folder().resolve("password").toString());
    }

    void hangUp() {
        machines.done("hangup", ENTRY);
    }

    /// What `status --json` says of the connection.
    JsonObject projection() {
        String json = machines.done("status", ENTRY, "--json").text();
        return Json.object(json.strip()).object("projection").orElseThrow();
    }

    /// What `status` says of it to people.
    String status() {
        return machines.done("status", ENTRY).text();
    }

    /// Runs a command among the mounts of the daemon.
    void asTheDaemonSees(String command) {
        Machines.succeed(List.of("sh", "-c", "nsenter -t $(ip netns pids " + client + " | head -n 1) -m " + command));
    }

    /// Writes what is `/etc/resolv.conf` in the client's namespace, past the daemon's mounts.
    void writeResolvConf(String text) {
        machines.resolvConf(client, text);
    }

    String inClient(String... command) {
        return Machines.succeed(Machines.in(client, command)).text();
    }

    String inServer(String... command) {
        return Machines.succeed(Machines.in(server, command)).text();
    }

    PeerProcess startInServer(String... command) {
        return start(server, List.of(command));
    }

    /// Waits until a command in the client's namespace says some words, 20 s at most.
    void awaitInClient(String command, String words) {
        Machines.succeed(Machines.in(
                client,
                "sh",
                "-c",
                "for i in $(seq 100); do " + command + " | grep -qF '" + words + "' && exit 0; sleep 0.2; done; "
                        + command + "; exit 1"));
    }

    /// The folder of everything the rig writes.
    Path folder() {
        return machines.folder();
    }

    /// What the program of the same name says that came through.
    List<String> fetch(String host, List<String> sizes) {
        return fetch("fetch", host, sizes);
    }

    /// Without datagrams.
    List<String> fetchTcp(String host, List<String> sizes) {
        return fetch("fetch-tcp", host, sizes);
    }

    private List<String> fetch(String how, String host, List<String> sizes) {
        List<String> command = new ArrayList<>(Machines.in(client, Machines.program(TransferProgram.class, how, host)));
        command.addAll(sizes);
        return Machines.succeed(command).lines().stream()
                .map(PeerProcess.Line::text)
                .toList();
    }

    /// From now on some of the packets that leave the tunnel at the server are lost, before they reach its TCP.
    void lose(int percent) {
        Machines.succeed(Machines.in(
                server,
                "iptables",
                "-A",
                "INPUT",
                "-i",
                "dts+",
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                Double.toString(percent / 100.0),
                "-j",
                "DROP"));
    }

    /// How many were.
    int lost() {
        String counters = Machines.succeed(Machines.in(server, "iptables", "-L", "INPUT", "-v", "-n", "-x"))
                .text();
        return counters.lines()
                .filter(line -> line.contains("DROP"))
                .mapToInt(line -> Integer.parseInt(line.strip().split("\\s+")[0]))
                .sum();
    }

    /// Hangs up, and gives what the server then says of a rough way: packets lost and overtaken.
    List<Integer> roughness() {
        machines.done("hangup", ENTRY);
        String[] words = answerer.line(line -> line.startsWith("rough ")).text().split(" ", -1);
        return List.of(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private PeerProcess start(String machine, List<String> command) {
        return machines.start(Machines.in(machine, command));
    }

    @Override
    public void close() {
        machines.close();
    }
}
