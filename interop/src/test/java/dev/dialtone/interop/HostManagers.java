package dev.dialtone.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Debian's firewalld and NetworkManager in a [SafetyRig]'s client, on a bus of their own: unpacked programs that
/// share a `/run` with the daemon and with nobody else. The rig ends them.
final class HostManagers {
    private static final String OWN_RUN = "mount --bind \"$1\" /run && shift && exec \"$@\"";
    private static final String BUS_CONFIGURATION = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth><policy context="default">
            <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
            </policy></busconfig>
            """;

    private final SafetyRig rig;
    private final Path unpacked;
    private PeerProcess firewalld;
    private PeerProcess networkManager;

    private HostManagers(SafetyRig rig, Path unpacked) {
        this.rig = rig;
        this.unpacked = unpacked;
    }

    /// Skips the test where they cannot be had, or fails it where everything is required.
    static Path require() {
        Requires.namespaces();
        Path script = PeerServer.script("managers");
        Path folder = script.getParent().resolve("../../target/link-managers").normalize();
        PeerProcess got = PeerProcess.run(script.toString(), folder.toString());
        if (got.code() != 0) {
            System.err.println("SKIPPED, not tested: no firewalld, no NetworkManager: " + got);
            if (Boolean.getBoolean("dialtone.require.peers")) {
                fail(got.toString());
            }
            abort(got.toString());
        }
        return folder;
    }

    /// What the daemon is to follow in its command, so that it has the same `/run`.
    static List<String> within(Path folder) {
        try {
            return List.of(
                    "sh",
                    "-c",
                    OWN_RUN,
                    "sh",
                    Files.createDirectories(folder.resolve("run/dbus"))
                            .getParent()
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts the bus.
    static HostManagers on(SafetyRig rig, Path unpacked) {
        HostManagers managers = new HostManagers(rig, unpacked);
        try {
            Path configuration = Files.writeString(rig.folder().resolve("bus.conf"), BUS_CONFIGURATION);
            managers.startAlone(List.of(
                            "dbus-daemon",
                            "--config-file=" + configuration,
                            "--nofork",
                            "--nopidfile",
                            "--print-address"))
                    .line(line -> line.startsWith("unix:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return managers;
    }

    /// Starts a program in the client with the `/run` of them all.
    private PeerProcess startAlone(List<String> command) {
        List<String> alone = new ArrayList<>(within(rig.folder()));
        alone.addAll(command);
        return rig.start(Machines.in(rig.client, alone.toArray(String[]::new)));
    }

    private List<String> python(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PYTHONPATH=" + unpacked.resolve("usr/lib/python3/dist-packages"),
                "PYTHONDONTWRITEBYTECODE=1",
                "/usr/bin/python3",
                unpacked.resolve(program).toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /// Starts firewalld, and waits until it answers.
    void startFirewalld() {
        try {
            Path own = Files.createDirectories(rig.folder().resolve("firewalld"));
            Files.writeString(own.resolve("firewalld.conf"), "DefaultZone=public\nFlushAllOnReload=yes\n");
            firewalld = startAlone(python(
                    "usr/sbin/firewalld",
                    "--nofork",
                    "--nopid",
                    "--log-target",
                    "console",
                    "--system-config",
                    own.toString(),
                    "--default-config",
                    unpacked.resolve("usr/lib/firewalld").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("running", "--state");
    }

    void stopFirewalld() {
        firewalld.terminate();
        firewalld.await();
    }

    /// What `firewall-cmd` says, whether it likes it or not.
    String firewallCmd(String... arguments) {
        PeerProcess said = startAlone(python("usr/bin/firewall-cmd", arguments)).await();
        return (said.text() + said.errors()).strip();
    }

    /// Waits until it says so.
    void await(String words, String... arguments) {
        awaitWords(words, () -> firewallCmd(arguments), firewalld);
    }

    /// 30 s at most.
    private static void awaitWords(String words, Supplier<String> asked, PeerProcess whose) {
        long end = System.nanoTime() + 30_000_000_000L;
        String said = asked.get();
        while (!said.equals(words)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it says " + said + ", not " + words + "\n" + whose);
            }
            said = asked.get();
        }
    }

    /// Starts NetworkManager, and waits until it answers. It writes nothing outside of the rig, and has a host name
    /// of its own to lose.
    void startNetworkManager() {
        try {
            Path own = Files.createDirectories(rig.folder().resolve("networkmanager"));
            Path configuration = Files.writeString(
                    own.resolve("NetworkManager.conf"),
                    "[main]\nplugins=keyfile\nno-auto-default=*\nauth-polkit=false\nhostname-mode=none\n"
                            // it would write beside this machine's own file
                            + "dns=none\nrc-manager=unmanaged\n[connectivity]\nenabled=false\n");
            List<String> command = new ArrayList<>(List.of(
                    "unshare",
                    "--uts",
                    "sh",
                    "-c",
                    // without udev's word it takes links as they are when /sys cannot be written
                    "mount -t tmpfs tmpfs /var/lib && mount -o remount,bind,ro /sys && exec \"$@\"",
                    "sh"));
            command.addAll(unpackedProgram("usr/sbin/NetworkManager"));
            command.addAll(List.of("--no-daemon", "--log-level=INFO", "--config=" + configuration));
            command.addAll(List.of("--config-dir=" + own.resolve("none"), "--intern-config=" + own.resolve("intern")));
            command.add("--system-config-dir=" + own.resolve("none"));
            networkManager = startAlone(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitNmcli("running", "-g", "RUNNING", "general");
    }

    void stopNetworkManager() {
        networkManager.terminate();
        networkManager.await();
    }

    private List<String> unpackedProgram(String program) {
        return List.of(
                "env",
                "LC_ALL=C",
                "LD_LIBRARY_PATH=" + unpacked.resolve("usr/lib/x86_64-linux-gnu"),
                unpacked.resolve(program).toString());
    }

    /// What `nmcli` says, whether it likes it or not.
    String nmcli(String... arguments) {
        List<String> command = new ArrayList<>(unpackedProgram("usr/bin/nmcli"));
        command.addAll(Arrays.asList(arguments));
        PeerProcess said = startAlone(command).await();
        return (said.text() + said.errors()).strip();
    }

    /// How NetworkManager sees a link, as its number and words.
    String linkState(String link) {
        return nmcli("-g", "GENERAL.STATE", "device", "show", link);
    }

    void awaitNmcli(String words, String... arguments) {
        awaitWords(words, () -> nmcli(arguments), networkManager);
    }

    String zone() {
        return firewallCmd("--get-zone-of-interface=dial0");
    }

    void awaitZone(String zone) {
        await(zone, "--get-zone-of-interface=dial0");
    }
}
