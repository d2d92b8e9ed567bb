package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Other VPN software that runs in this network namespace. That it runs does no harm by itself.
final class OtherVpnPrograms implements HostCheck {
    private static final String SUBJECT = Host.OTHER_PROGRAMS;
    private static final int MOST_PROCESSES = 10_000;

    /// By the 15 characters that the kernel keeps of a name.
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("openvpn", "OpenVPN"),
            Map.entry("nm-openvpn-serv", "NetworkManager's OpenVPN"),
            Map.entry("charon", "strongSwan"),
            Map.entry("charon-systemd", "strongSwan"),
            Map.entry("charon-nm", "NetworkManager's strongSwan"),
            Map.entry("pluto", "Libreswan"),
            Map.entry("wg-quick", "WireGuard"),
            Map.entry("wireguard-go", "WireGuard"),
            Map.entry("boringtun", "WireGuard"),
            Map.entry("tailscaled", "Tailscale"),
            Map.entry("zerotier-one", "ZeroTier"),
            Map.entry("openconnect", "OpenConnect"),
            Map.entry("nm-openconnect-", "NetworkManager's OpenConnect"),
            Map.entry("vpnc", "vpnc"),
            Map.entry("xl2tpd", "xl2tpd"),
            Map.entry("pptp", "pptp"),
            Map.entry("sstpc", "sstp-client"),
            Map.entry("nm-sstp-service", "NetworkManager's SSTP"),
            Map.entry("pppd", "pppd"),
            Map.entry("vpnclient", "SoftEther's client"));

    private final Path proc;

    OtherVpnPrograms(Path proc) {
        this.proc = proc;
    }

    @Override
    public HostFinding look() {
        Map<String, String> found = new TreeMap<>();
        int looked = 0;
        Optional<Path> own = namespace(proc.resolve("self"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (++looked > MOST_PROCESSES) {
                    break;
                }
                String name = name(process);
                String what = KNOWN.get(name);
                Optional<Path> its = what == null ? Optional.empty() : namespace(process);
                if (what != null && (its.isEmpty() || its.equals(own))) {
                    found.putIfAbsent(name, what + " (" + name + ", process " + process.getFileName() + ")");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return HostFinding.ok(SUBJECT, "Unknown: the processes cannot be listed.");
        }
        return found.isEmpty()
                ? HostFinding.ok(SUBJECT, "None among the " + looked + " processes that can be seen.")
                : HostFinding.ok(
                        SUBJECT,
                        "Running: " + String.join(", ", found.values())
                                + ". No harm in itself; what it does to routes stands above.");
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            // it ended meanwhile, or is not ours to see
            return "";
        }
    }

    private static Optional<Path> namespace(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("ns/net")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
