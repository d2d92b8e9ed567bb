package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who is logged in to this host (its network namespace) over SSH: the peers of established TCP connections to port
/// 22, and to other ports that are listened on when an SSH server holds the connection. The latter takes the right to
/// look at other users' processes, as root has; without it only port 22 is seen.
final class SshSessions {
    private static final Logger LOG = System.getLogger(SshSessions.class.getName());
    private static final int SSH_PORT = 22;
    private static final Set<String> SERVERS = Set.of("sshd", "sshd-session", "sshd-auth", "dropbear");

    /// What is looked at, at most: a host may have more of each, and none of it may hold up a dial.
    private static final int MAX_LINES = 200_000;

    private static final int MAX_PROCESSES = 50_000;
    private static final int MAX_DESCRIPTORS = 4_096;

    /// SECURITY: who opens connections to port 22 from many addresses must not fill the routing table.
    static final int MAX_PEERS = 64;

    private final Path proc;

    SshSessions() {
        this(Path.of("/proc"));
    }

    SshSessions(Path proc) {
        this.proc = proc;
    }

    /// Their addresses, without those of this host itself on the loopback. What cannot be read counts as not there.
    ///
    /// @param addresses this host's own now, asked when there is anybody: who came through a tunnel that is
    ///                  gone, or is being dialled again, is not to be led around it
    Set<InetAddress> peers(Supplier<Set<InetAddress>> addresses) {
        List<ProcTcpLine> established = new ArrayList<>();
        Set<Integer> listening = new HashSet<>();
        for (String file : List.of("tcp", "tcp6")) {
            read(proc.resolve("net").resolve(file), line -> {
                if (line.state() == ProcTcpLine.LISTEN) {
                    listening.add(line.local().getPort());
                } else if (line.state() == ProcTcpLine.ESTABLISHED) {
                    established.add(line);
                }
            });
        }
        // what a server of SSH forwards to elsewhere leaves from a port that nobody listens on
        established.removeIf(line -> line.remote().getAddress().isLoopbackAddress()
                || !(line.local().getPort() == SSH_PORT
                        || listening.contains(line.local().getPort())));
        if (established.isEmpty()) {
            return Set.of();
        }
        Set<InetAddress> own = addresses.get();
        Set<InetAddress> peers = new LinkedHashSet<>();
        Map<Long, InetAddress> candidates = new HashMap<>();
        for (ProcTcpLine line : established) {
            InetAddress peer = line.remote().getAddress();
            if (!own.contains(line.local().getAddress())) {
                continue;
            }
            if (line.local().getPort() == SSH_PORT) {
                peers.add(peer);
            } else {
                candidates.put(line.inode(), peer);
            }
        }
        if (!candidates.isEmpty()) {
            heldBySshServers(candidates, peers);
        }
        if (peers.size() > MAX_PEERS) {
            LOG.log(Level.WARNING, "ssh_peers_left_out kept=" + MAX_PEERS + " of=" + peers.size());
        }
        return peers.stream().limit(MAX_PEERS).collect(LinkedHashSet::new, LinkedHashSet::add, LinkedHashSet::addAll);
    }

    private static void read(Path file, Consumer<ProcTcpLine> each) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String head = lines.readLine();
            for (int i = 0; head != null && i < MAX_LINES; i++) {
                String line = lines.readLine();
                if (line == null) {
                    return;
                }
                if (ProcTcpLine.decode(line) instanceof Decoded.Ok<ProcTcpLine> ok) {
                    each.accept(ok.value());
                }
            }
        } catch (IOException e) {
            // without IPv6 there is no tcp6
            LOG.log(Level.DEBUG, "sockets_not_read file=" + file + " reason=" + e.getMessage());
        }
    }

    private void heldBySshServers(Map<Long, InetAddress> candidates, Set<InetAddress> peers) {
        int left = MAX_PROCESSES;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (left-- == 0) {
                    return;
                }
                if (isSshServer(process)) {
                    held(process.resolve("fd"), candidates, peers);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "processes_not_read reason=" + e.getMessage());
        }
    }

    private static boolean isSshServer(Path process) {
        try {
            return SERVERS.contains(Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip());
        } catch (IOException e) {
            return false; // it has ended, or is not for us to see
        }
    }

    private static void held(Path descriptors, Map<Long, InetAddress> candidates, Set<InetAddress> peers) {
        int left = MAX_DESCRIPTORS;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path one : all) {
                if (left-- == 0) {
                    return;
                }
                String target = Files.readSymbolicLink(one).toString();
                if (target.matches("socket:\\[\\d{1,18}]")) {
                    InetAddress peer = candidates.get(Long.parseLong(target.substring(8, target.length() - 1)));
                    if (peer != null) {
                        peers.add(peer);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "descriptors_not_read of=" + descriptors + " reason=" + e.getMessage());
        }
    }
}
