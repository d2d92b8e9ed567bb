package dev.dialtone.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds out how names are resolved here. systemd-resolved is used when programs really ask it (resolv.conf is its
/// own or names its stub, or nsswitch.conf has `resolve`) and it is on the bus; otherwise what it is told would
/// change nothing, and resolv.conf is what counts.
final class SystemResolver {
    private static final Path RESOLVED_DIRECTORY = Path.of("/run/systemd/resolve");
    private static final Path NSSWITCH = Path.of("/etc/nsswitch.conf");

    private final ResolvConfFile file;
    private final ResolvConfWatch watch;
    private final boolean mayWrite;
    private final ResolvedResolver resolved = new ResolvedResolver(SystemBusSocket.address());

    /// @param mayWrite whether the file may be written
    SystemResolver(Path resolvConf, boolean mayWrite) {
        file = new ResolvConfFile(resolvConf);
        watch = new ResolvConfWatch(resolvConf);
        this.mayWrite = mayWrite;
    }

    /// Asks no bus, and loads no D-Bus class, unless there is one and programs resolve through systemd-resolved.
    Resolver choose() {
        if (programsAskResolved() && SystemBusSocket.plausible() && resolved.answers()) {
            return resolved;
        }
        return mayWrite ? new ResolvConfResolver(file, watch) : new NoResolver(file.path());
    }

    ResolvConfFile file() {
        return file;
    }

    /// Of the file, as long as a part of it is ours.
    ResolvConfWatch watch() {
        return watch;
    }

    private boolean programsAskResolved() {
        try {
            if (Files.exists(file.path()) && file.path().toRealPath().startsWith(RESOLVED_DIRECTORY)) {
                return true;
            }
        } catch (IOException e) {
            // a broken link says nothing
        }
        return namesStub(ResolvConfText.strip(file.read())) || nsswitchHasResolve();
    }

    static boolean namesStub(String resolvConf) {
        return resolvConf
                .lines()
                .filter(line -> ResolvConfText.isEntry(line, "nameserver"))
                .flatMap(line -> ResolvConfText.words(line).stream().limit(1))
                .anyMatch(server -> server.equals("127.0.0.53") || server.equals("127.0.0.54"));
    }

    private static boolean nsswitchHasResolve() {
        try (var lines = Files.lines(NSSWITCH, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(SystemResolver::asksResolve);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    static boolean asksResolve(String nsswitchLine) {
        return nsswitchLine.matches("\\s*hosts:(.*\\s)?resolve(\\s.*)?");
    }

    void undo(HostChange.ResolvConf change) {
        watch.released();
        ResolvConfResolver.undo(change);
    }

    /// Links that are gone took their settings with them; those that are left are told that nothing is set.
    void undo(HostChange.ResolvedLinks change) {
        resolved.apply(change, List.of());
    }
}
