package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What would keep a dial from working on this host.
final class HostExamination {
    private static final Path TUN = Path.of("/dev/net/tun");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int CAP_NET_ADMIN = 12;

    private HostExamination() {}

    static List<HostFinding> of(SystemResolver resolvers) {
        List<HostFinding> found = new ArrayList<>();
        tun().ifPresent(found::add);
        rights().ifPresent(found::add);
        resolver(resolvers).ifPresent(found::add);
        KillSwitchTable.examine().ifPresent(found::add);
        return List.copyOf(found);
    }

    private static Optional<HostFinding> tun() {
        if (!Files.exists(TUN)) {
            return bad("tun", TUN + " is missing.", "Load it with `modprobe tun`, or give the container the device.");
        }
        int errno = TunDevice.probe();
        return errno == 0
                ? Optional.empty()
                : bad(
                        "tun",
                        TUN + " cannot be opened: " + Errno.words(errno) + ".",
                        errno == Errno.EACCES || errno == Errno.EPERM
                                ? HostErrors.RIGHTS_ADVICE
                                : "Load it with `modprobe tun`, or allow the device in the container's cgroup.");
    }

    private static Optional<HostFinding> rights() {
        try {
            String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
            return canAdministerNetwork(status)
                    ? Optional.empty()
                    : bad("rights", "This process may not change the network.", HostErrors.RIGHTS_ADVICE);
        } catch (IOException e) {
            return bad("rights", STATUS + " cannot be read: " + e.getMessage() + ".", "Mount /proc.");
        }
    }

    /// By the line `CapEff` of /proc/PID/status.
    static boolean canAdministerNetwork(String status) {
        return status.lines()
                .filter(line -> line.matches("CapEff:\\s*[0-9a-fA-F]{1,16}"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .anyMatch(capabilities -> (capabilities >>> CAP_NET_ADMIN & 1) != 0);
    }

    private static Optional<HostFinding> resolver(SystemResolver resolvers) {
        try {
            ResolvConfFile file = resolvers.file();
            Resolver chosen = resolvers.choose();
            if (chosen instanceof NoResolver) {
                // nothing that stops a dial, and so not wrong
                return Optional.of(new HostFinding(
                        "names",
                        true,
                        "Connections come up without their servers' name servers: systemd-resolved does not answer, and "
                                + file.path() + " was not given to the daemon.",
                        "Run systemd-resolved, or give the daemon the right to write the file and the option"
                                + " --resolv-conf."));
            }
            return chosen instanceof ResolvedResolver || file.writable()
                    ? Optional.empty()
                    : bad(
                            "resolver",
                            file.path() + " cannot be written, and systemd-resolved does not answer.",
                            "Let the daemon write it, or run systemd-resolved.");
        } catch (HostException e) {
            return bad("resolver", e.failure().reason() + ".", "Repair the file.");
        }
    }

    private static Optional<HostFinding> bad(String subject, String text, String advice) {
        return Optional.of(new HostFinding(subject, false, text, advice));
    }
}
