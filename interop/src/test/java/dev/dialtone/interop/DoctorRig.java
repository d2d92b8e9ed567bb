package dev.dialtone.interop;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.client.RemoteClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// [DoctorPeers] in a namespace of the test's own, and daemons there that have all they need, or not.
final class DoctorRig implements AutoCloseable {
    private final Namespace namespace = new Namespace();
    private final Path folder;
    private final PeerProcess peers;
    private final Map<String, PeerProcess> daemons = new HashMap<>();
    private final Map<String, String> ports = new HashMap<>();
    private final String ca;
    private final String before;

    DoctorRig(Path folder) throws IOException {
        this.folder = folder;
        run("ip", "address", "add", DoctorPeers.NAME_SERVER.getHostAddress() + "/32", "dev", "lo");
        run("ip", "address", "add", DoctorPeers.SILENT_NAME_SERVER.getHostAddress() + "/32", "dev", "lo");
        Path file = folder.resolve("ca.pem");
        peers = PeerProcess.start(
                Map.of(),
                Arrays.asList(namespace.inside(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoctorPeers.class.getName(),
                        file.toString())));
        var unused = peers.line("ready"::equals);
        for (PeerProcess.Line line : peers.lines()) {
            String[] words = line.text().split(" ");
            if (words[0].equals("port")) {
                ports.put(words[1], words[2]);
            }
        }
        ca = Files.readString(file);
        before = namespace.state();
    }

    /// Runs a program in the namespace, which must succeed.
    void run(String... command) {
        PeerProcess process = PeerProcess.run(namespace.inside(command));
        if (process.code() != 0) {
            throw new AssertionError(process.toString());
        }
    }

    /// A daemon of that name, started when it is not there yet.
    ///
    /// @param launcher what comes before its command, as words
    void daemon(String name, String... launcher) {
        daemons.computeIfAbsent(name, _ -> {
            List<String> command = new ArrayList<>(List.of(launcher));
            command.addAll(dialtone(
                    "daemon",
                    "--socket",
                    socket(name).toString(),
                    "--config",
                    folder.resolve(name + "-config").toString(),
                    "--state",
                    folder.resolve(name + "-state").toString()));
            PeerProcess started =
                    PeerProcess.start(Map.of(), Arrays.asList(namespace.inside(command.toArray(String[]::new))));
            started.line(line -> line.contains("ready"));
            return started;
        });
    }

    private static List<String> dialtone(String... arguments) {
        return PublicCopy.command(CommandLine.modules(), arguments);
    }

    private Path socket(String daemon) {
        return folder.resolve(daemon + ".sock");
    }

    /// Stores an entry that leads to the peer of that name.
    void entry(String daemon, String name, String peer, Map<EntryOption, String> more) {
        Entry entry = Entry.of(name)
                .with(EntryOption.SERVER, Rig.SERVER_NAME)
                .with(EntryOption.PORT, ports.getOrDefault(peer, peer))
                .with(EntryOption.USER, Rig.USER)
                .with(EntryOption.CA, ca);
        for (Map.Entry<EntryOption, String> option : more.entrySet()) {
            entry = entry.with(option.getKey(), option.getValue());
        }
        try (RemoteAccess client = RemoteClient.connect(socket(daemon))) {
            client.setEntry(entry);
        }
    }

    /// What the doctor of a daemon says of an entry, by subject.
    Map<String, Finding> doctor(String daemon, String entry) {
        try (RemoteAccess client = RemoteClient.connect(socket(daemon))) {
            Map<String, Finding> found = new LinkedHashMap<>();
            client.doctor(Optional.of(entry)).forEach(finding -> found.put(finding.subject(), finding));
            return found;
        }
    }

    /// The command, as its user has it.
    PeerProcess command(String daemon, String... arguments) {
        return PeerProcess.start(
                        Map.of("DIALTONE_SOCKET", socket(daemon).toString()),
                        Arrays.asList(namespace.inside(dialtone(arguments).toArray(String[]::new))))
                .await();
    }

    /// Whether the namespace is as it was before any doctor.
    boolean isAsBefore() {
        return namespace.state().equals(before);
    }

    @Override
    public void close() {
        daemons.values().forEach(daemon -> {
            daemon.kill();
            daemon.await();
        });
        peers.kill();
        peers.await();
        namespace.close();
    }
}
