package dev.dialtone.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// Debian's GNOME keyring on a session bus of its own, with its files in a folder of the test.
final class Keyring implements AutoCloseable {
    private static final String BUS_CONFIGURATION = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth><policy context="default">
            <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
            </policy></busconfig>
            """;
    private static final int MOST_LOOKS = 400;

    private final Path folder;
    private final Path program;
    private final PeerProcess bus;
    private PeerProcess daemon;

    private Keyring(Path folder, Path program) throws IOException {
        this.folder = folder;
        this.program = program;
        Path configuration =
                Files.writeString(folder.resolve("bus.conf"), BUS_CONFIGURATION.formatted(folder.resolve("bus")));
        bus = PeerProcess.start(
                Map.of(),
                List.of("dbus-daemon", "--config-file=" + configuration, "--nofork", "--nopidfile", "--print-address"));
        var unused = bus.line(line -> line.startsWith("unix:"));
        Files.createDirectories(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve("login"), "the password of the keyring itself");
    }

    /// Skips the test where it cannot be had, or fails it where everything is required.
    static Path require() {
        Requires.namespaces();
        Path script = PeerServer.script("gnome-keyring");
        Path unpacked = script.getParent().resolve("../../target/gnome-keyring").normalize();
        PeerProcess got = PeerProcess.run(script.toString(), unpacked.toString());
        if (got.code() != 0) {
            System.err.println("SKIPPED, not tested: no GNOME keyring: " + got);
            if (Boolean.getBoolean("dialtone.require.peers")) {
                fail(got.toString());
            }
            abort(got.toString());
        }
        return unpacked;
    }

    /// One that is open for whoever is on its bus.
    static Keyring unlocked(Path folder, Path unpacked) throws IOException {
        Keyring keyring =
                new Keyring(Files.createDirectories(folder), unpacked.resolve("usr/bin/gnome-keyring-daemon"));
        keyring.start(true);
        return keyring;
    }

    /// The same files, as after the next start of the machine: nobody has signed in yet.
    void lock() {
        stop();
        start(false);
    }

    private void start(boolean unlock) {
        daemon = PeerProcess.start(
                Map.of(
                        "DBUS_SESSION_BUS_ADDRESS",
                        address(),
                        "HOME",
                        folder.toString(),
                        "XDG_DATA_HOME",
                        folder.resolve("data").toString(),
                        "XDG_RUNTIME_DIR",
                        folder.resolve("run").toString()),
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" --foreground --components=secrets --control-directory=\"$1\" $2 <\"$3\"",
                        program.toString(),
                        folder.resolve("run").toString(),
                        unlock ? "--unlock" : "",
                        folder.resolve("login").toString()));
        awaitOwner(true);
    }

    void stop() {
        daemon.kill();
        daemon.await();
        awaitOwner(false);
    }

    private void awaitOwner(boolean wanted) {
        PeerProcess asked = null;
        for (int look = 0; look < MOST_LOOKS; look++) {
            asked = PeerProcess.run(
                    "dbus-send",
                    "--bus=" + address(),
                    "--print-reply",
                    "--dest=org.freedesktop.DBus",
                    "/org/freedesktop/DBus",
                    "org.freedesktop.DBus.NameHasOwner",
                    "string:org.freedesktop.secrets");
            if (asked.text().contains("boolean " + wanted)) {
                return;
            }
        }
        throw new AssertionError("the keyring is not " + (wanted ? "there: " : "gone: ") + asked + daemon);
    }

    String address() {
        return "unix:path=" + folder.resolve("bus");
    }

    /// Its own files.
    Path files() {
        return folder.resolve("data");
    }

    @Override
    public void close() {
        daemon.kill();
        daemon.await();
        bus.kill();
        bus.await();
    }
}
