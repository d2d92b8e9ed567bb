package dev.dialtone.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Three hosts in namespaces of their own: a client with the daemon; its router, with the answerer that gives each
/// client a TUN; and a host outside, beyond the router. The router forwards only what comes in on the way it would
/// answer by, so that what should have stayed outside the tunnel is lost. Gone with [#close].
final class SafetyRig implements AutoCloseable {
    static final String CLIENT = "192.0.2.2";
    static final String SERVER = "192.0.2.1";
    static final String OUTSIDE = "198.51.100.9";
    static final String ENTRY = "office";

    final Machines machines;
    final String client;
    final String router;
    final String outside;
    private final List<String> daemonWithin;

    private SafetyRig(Path folder, List<String> daemonWithin) {
        this.machines = new Machines("dtsf", folder);
        this.client = machines.name("c");
        this.router = machines.name("r");
        this.outside = machines.name("o");
        this.daemonWithin = daemonWithin;
    }

    /// Skips the test, or fails it, where namespaces cannot be made. The daemon runs, nothing is dialled.
    static SafetyRig up(Path folder) {
        return up(folder, List.of());
    }

    /// As above, with a daemon whose command follows another, which is to become it.
    static SafetyRig up(Path folder, List<String> daemonWithin) {
        Requires.namespaces();
        SafetyRig rig = new SafetyRig(folder, daemonWithin);
        try {
            rig.hosts();
            rig.machines.answerer(rig.router, folder, SERVER);
            rig.startDaemon();
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void hosts() {
        List.of("c", "r", "o").forEach(machines::add);
        machines.resolvConf(client, "nameserver " + OUTSIDE + "\n");
        machines.link(client, "outer", CLIENT, router, "near", SERVER);
        machines.link(outside, "outer", OUTSIDE, router, "far", "198.51.100.1");
        sh(client, "ip route add default via " + SERVER);
        sh(outside, "ip route add default via 198.51.100.1");
        sh(router, "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv4/conf/all/rp_filter");
    }

    Path folder() {
        return machines.folder();
    }

    void startDaemon() {
        machines.startDaemon(Machines.in(client, daemonWithin));
    }

    void killDaemon() {
        machines.killDaemon();
    }

    /// Stores the entry, which sends everything through the tunnel.
    void entry(String... options) {
        List<String> all = new ArrayList<>(List.of("dns=false"));
        all.addAll(List.of(options));
        machines.entry(ENTRY, folder(), SERVER, all.toArray(String[]::new));
    }

    PeerProcess dial(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "dial", ENTRY, "--password-file", folder().resolve("password").toString()));
        command.addAll(List.of(options));
        return dialtone(command.toArray(String[]::new));
    }

    /// Runs a command of the command line that must succeed.
    PeerProcess dialtone(String... arguments) {
        return machines.done(arguments);
    }

    /// Starts one.
    PeerProcess startDialtone(String... arguments) {
        return machines.command(arguments);
    }

    /// All that a dial may change on the client: interfaces, addresses, routes, rules, filters.
    String state() {
        return sh(
                client,
                "ip address; ip -4 route show table all; ip -6 route show table all; ip rule;"
                        + " nft list ruleset; cat /etc/resolv.conf");
    }

    /// By which interface the client would send.
    String deviceTo(String address) {
        return sh(client, "ip -o route get " + address + " | sed 's/.* dev \\([^ ]*\\).*/\\1/'")
                .strip();
    }

    /// Runs a line of shell that must succeed; its output.
    String sh(String machine, String line) {
        return Machines.sh(machine, line);
    }

    PeerProcess start(List<String> command) {
        return machines.start(command);
    }

    @Override
    public void close() {
        machines.close();
    }
}
