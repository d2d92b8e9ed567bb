package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether TUN devices can be made here.
final class TunCheck implements HostCheck {
    private static final String SUBJECT = "tun";
    private static final Path TUN = Path.of("/dev/net/tun");

    @Override
    public HostFinding look() {
        return Files.exists(TUN)
                ? judge(TunDevice.probe())
                : HostFinding.failed(
                        SUBJECT,
                        TUN + " is missing.",
                        "Load it with `modprobe tun`, or give the container the device.");
    }

    static HostFinding judge(TunDevice.Probe probed) {
        return switch (probed) {
            case TunDevice.Probe.Ready() ->
                HostFinding.ok(SUBJECT, TUN + " can be opened, and interfaces may be made with it.");
            case TunDevice.Probe.Closed(int errno) ->
                HostFinding.failed(
                        SUBJECT,
                        TUN + " cannot be opened: " + Errno.words(errno) + ".",
                        errno == Errno.EACCES || errno == Errno.EPERM
                                ? HostErrors.RIGHTS_ADVICE
                                : "Load it with `modprobe tun`, or allow the device in the container's cgroup.");
            case TunDevice.Probe.Forbidden(int errno) ->
                HostFinding.failed(
                        SUBJECT,
                        TUN + " can be opened, but makes no interface (TUNSETIFF): " + Errno.words(errno) + ".",
                        errno == Errno.EPERM ? HostErrors.RIGHTS_ADVICE : "See the kernel's log.");
        };
    }
}
