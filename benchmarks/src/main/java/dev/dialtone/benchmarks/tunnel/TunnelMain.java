package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures the tunnels that `benchmarks/tunnel` has brought up.
public final class TunnelMain {
    private static final int PEER_FAILED = 1;
    private static final int USAGE = 2;

    private TunnelMain() {}

    /// @param arguments `check` and options; or `run` and
    ///                  the machine in a line,
    ///                  the directory for the results,
    ///                  the directory with `NAME.env` of each peer that is up and `NAME.log` of each,
    ///                  their names, what was typed, then options
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean check = arguments[0].equals("check");
        List<String> words = List.of(arguments).subList(check ? 1 : 6, arguments.length);
        TunnelOptions options;
        try {
            options = TunnelOptions.of(words);
        } catch (IllegalArgumentException e) {
            System.err.println("tunnel: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (!check) {
            System.exit(run(options, arguments) ? 0 : PEER_FAILED);
        }
    }

    /// @return whether no peer failed
    private static boolean run(TunnelOptions options, String[] arguments) throws IOException, InterruptedException {
        Path results = Path.of(arguments[2]);
        Path places = Path.of(arguments[3]);
        List<String> names = List.of(arguments[4].split(" ", -1));
        Map<String, TunnelPeer> peers = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        for (String name : names) {
            Path env = places.resolve(name + ".env");
            if (Files.exists(env)) {
                try {
                    peers.put(name, TunnelPeer.of(name, Files.readAllLines(env)));
                } catch (IOException e) {
                    failures.put(name, String.valueOf(e.getMessage()));
                }
            } else {
                failures.put(name, lastLine(places.resolve(name + ".log")));
            }
        }
        Map<String, TlsStream> streams = startStreams(peers, failures);
        TunnelRun run = new TunnelRun(options, peers, streams, failures);
        try {
            run.run();
        } finally {
            streams.values().forEach(TlsStream::close);
        }
        TunnelReport report = new TunnelReport(arguments[1], arguments[5], names, run);
        report.write(results);
        System.out.println(options.json() ? report.json() : report.markdown());
        System.err.println("Written to " + results);
        return failures.isEmpty();
    }

    /// Starts the clients that have no script to start them.
    private static Map<String, TlsStream> startStreams(Map<String, TunnelPeer> peers, Map<String, String> failures) {
        Map<String, TlsStream> streams = new LinkedHashMap<>();
        for (TunnelPeer peer : List.copyOf(peers.values())) {
            if (!peer.tls().isEmpty()) {
                try {
                    TlsStream stream = TlsStream.start(peer.namespace(), peer.tls());
                    streams.put(peer.name(), stream);
                    peers.put(peer.name(), peer.with(stream.pid()));
                } catch (IOException e) {
                    peers.remove(peer.name());
                    failures.put(peer.name(), String.valueOf(e.getMessage()));
                }
            }
        }
        return streams;
    }

    private static String lastLine(Path log) throws IOException {
        return Files.exists(log)
                ? Files.readAllLines(log).stream().reduce("it did not come up", (_, line) -> line)
                : "it did not come up";
    }
}
