package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A tunnel that is up, as its script describes it.
///
/// @param name      as `--only` takes it
/// @param namespace where its client is
/// @param inside    the address at the other end of the tunnel, with iperf3 on port 5201
/// @param client    the process of the client; empty without a tunnel
/// @param server    the process of the server; empty without a tunnel
/// @param clientJvm the namespace of a client that is a Java process, or empty text
/// @param serverJvm the same of the server
/// @param clientLog what the client writes, or empty text
/// @param serverLog the same of the server
/// @param tls       directory, address and port of a server of [TlsFlow], which carries bytes by itself; otherwise
///                  empty
record TunnelPeer(
        String name,
        String namespace,
        String inside,
        OptionalLong client,
        OptionalLong server,
        String clientJvm,
        String serverJvm,
        String clientLog,
        String serverLog,
        List<String> tls) {

    TunnelPeer {
        tls = List.copyOf(tls);
    }

    /// Reads lines of `NAME=VALUE`.
    static TunnelPeer of(String name, List<String> lines) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            return new TunnelPeer(
                    name,
                    needed(values, "PEER_CLIENT_NS"),
                    needed(values, "PEER_INSIDE"),
                    process(values, "PEER_CLIENT_PID"),
                    process(values, "PEER_SERVER_PID"),
                    values.getOrDefault("PEER_CLIENT_JVM", ""),
                    values.getOrDefault("PEER_SERVER_JVM", ""),
                    values.getOrDefault("PEER_CLIENT_LOG", ""),
                    values.getOrDefault("PEER_SERVER_LOG", ""),
                    values.containsKey("PEER_TLS")
                            ? List.of(values.get("PEER_TLS").split(" ", -1))
                            : List.of());
        } catch (NumberFormatException e) {
            throw new IOException("a process id is not a number: " + e.getMessage(), e);
        }
    }

    /// The same with a client that was started since.
    TunnelPeer with(long clientProcess) {
        return new TunnelPeer(
                name,
                namespace,
                inside,
                OptionalLong.of(clientProcess),
                server,
                clientJvm,
                serverJvm,
                clientLog,
                serverLog,
                tls);
    }

    /// Whether that can be done with it.
    boolean carries(Load load) {
        return tls.isEmpty() || load == Load.TCP_UP || load == Load.TCP_DOWN;
    }

    boolean isTunnel() {
        return client.isPresent() && server.isPresent();
    }

    private static String needed(Map<String, String> values, String key) throws IOException {
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            throw new IOException("its script does not say " + key);
        }
        return value;
    }

    private static OptionalLong process(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }
}
