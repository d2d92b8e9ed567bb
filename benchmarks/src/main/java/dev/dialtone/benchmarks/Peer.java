package dev.dialtone.benchmarks;

import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A real SSTP server in network namespaces, as its script describes it in the environment.
///
/// @param namespace where the daemon is to run
/// @param inside    an address behind the tunnel, with iperf3 on port 5201
record Peer(String namespace, String server, String serverName, Path ca, String user, String inside) {
    private static final String INSIDE_NET = "10.77.101.0/24";

    /// @throws SkippedException there is none
    static Peer ofEnvironment() throws SkippedException {
        Map<String, String> environment = System.getenv();
        String namespace = environment.get("PEER_CLIENT_NS");
        if (namespace == null) {
            throw new SkippedException(environment.getOrDefault("BENCH_NO_PEER", "PEER_CLIENT_NS is not set"));
        }
        return new Peer(
                namespace,
                of(environment, "PEER_SERVER"),
                of(environment, "PEER_SERVER_NAME"),
                Path.of(of(environment, "PEER_CA")),
                of(environment, "PEER_USER"),
                of(environment, "PEER_INSIDE"));
    }

    private static String of(Map<String, String> environment, String name) throws SkippedException {
        String value = environment.get(name);
        if (value == null) {
            throw new SkippedException(name + " is not set");
        }
        return value;
    }

    Secret password() throws SkippedException {
        return Secret.ofUtf8(of(System.getenv(), "PEER_PASS").getBytes(StandardCharsets.UTF_8));
    }

    /// What runs a command in the client's namespace.
    List<String> prefix() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /// IPv4 and IPv6 asked for, as by default. Only the network behind the server is routed, and names are left
    /// alone:
    /// others may use the namespace too.
    DialRequest request(Secret password) throws IOException {
        Entry entry = Entry.of("bench")
                .with(EntryOption.SERVER, server)
                .with(EntryOption.SERVER_NAME, serverName)
                .with(EntryOption.CA, Files.readString(ca))
                .with(EntryOption.DEFAULT_ROUTE, "false")
                .with(EntryOption.ROUTES, INSIDE_NET)
                .with(EntryOption.DNS, "false");
        return DialRequest.of(entry).signIn(user, "", password);
    }
}
