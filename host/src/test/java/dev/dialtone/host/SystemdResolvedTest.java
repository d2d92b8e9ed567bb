package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real systemd-resolved on a private bus, in private mounts of a namespace of its own; `busctl` is the witness.
/// `DIALTONE_TEST_RESOLVED` names the program where it is not installed (unpacking Debian's package will do).
@Tag("namespace")
class SystemdResolvedTest {
    private static final String MANAGER =
            "run busctl --system get-property org.freedesktop.resolve1 /org/freedesktop/resolve1"
                    + " org.freedesktop.resolve1.Manager DNS Domains";
    private static final String[] TWO_LINKS = {
        "open dial0", "up dial0 1400", "address dial0 10.0.0.2 32 10.0.0.1",
        "open dial1", "up dial1 1400", "address dial1 10.1.0.2 32 10.1.0.1",
    };
    private static final String NOTHING = "a(iiay) 0\na(isb) 0\n";

    /// Everything is mounted privately and gone with the last process.
    private static final String SCRIPT = """
            set -eu
            dir=$1 resolved=$2; shift 2
            mount -t tmpfs tmpfs /run
            mkdir -p /run/systemd/resolve
            if ! getent passwd systemd-resolve >/dev/null; then
              for f in passwd group; do cp /etc/$f $dir/$f; mount --bind $dir/$f /etc/$f; done
              echo 'systemd-resolve:x:64123:64123::/:/usr/sbin/nologin' >>$dir/passwd
              echo 'systemd-resolve:x:64123:' >>$dir/group
            fi
            chown systemd-resolve:systemd-resolve /run/systemd/resolve
            cat >$dir/bus.conf <<C
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><listen>unix:path=/run/bus</listen><auth>EXTERNAL</auth><policy context="default">
            <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
            </policy></busconfig>
            C
            export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/bus
            dbus-daemon --config-file=$dir/bus.conf --nofork --nopidfile >$dir/bus.log 2>&1 & bus=$!
            stop=$bus
            trap 'kill $stop 2>/dev/null' EXIT
            i=0; until [ -S /run/bus ] || [ $i -ge 100 ]; do i=$((i + 1)); sleep 0.05; done
            if [ -n "$resolved" ]; then
              "$resolved" >$dir/resolved.log 2>&1 & stop="$! $bus"
              i=0
              until busctl --system call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus \\
                  NameHasOwner s org.freedesktop.resolve1 2>/dev/null | grep -q true || [ $i -ge 100 ]
              do i=$((i + 1)); sleep 0.05; done
            fi
            "$@"
            """;

    @TempDir
    private Path directory;

    private TestNamespace namespace;
    private String resolved;

    @BeforeEach
    void findPrograms() throws IOException {
        String given = System.getenv("DIALTONE_TEST_RESOLVED");
        resolved = given != null ? given : "/lib/systemd/systemd-resolved";
        TestNamespace.require(Files.isExecutable(Path.of(resolved)), "no " + resolved);
        TestNamespace.require(Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "no dbus-daemon");
        TestNamespace.require(Files.isExecutable(Path.of("/usr/bin/busctl")), "no busctl");
        namespace = new TestNamespace();
        Files.writeString(namespace.resolvConf(), "nameserver 127.0.0.53\noptions edns0 trust-ad\n");
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private String probe(String program, List<String> steps) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "bash", directory.toString(), program));
        command.addAll(List.of(TestNamespace.probeCommand(steps.toArray(String[]::new))));
        return namespace
                .run(command.toArray(String[]::new))
                .output()
                .replaceAll("(?m)^SLF4J.*\n", "")
                .replaceAll("(?m)^\\$ .*\n", "");
    }

    private String withResolved(String... steps) {
        List<String> all = new ArrayList<>(List.of(TWO_LINKS));
        all.addAll(List.of(steps));
        return probe(resolved, all);
    }

    @Test
    void running_resolver_isSystemdResolved() {
        assertThat(withResolved("resolver", "examine"))
                .startsWith("resolver systemd-resolved dbus loaded\nexamine [")
                .contains(
                        "subject=names, verdict=OK, text=The name servers of connections are given to systemd-resolved")
                .doesNotContain("FAILED", "WARNING");
    }

    @Test
    void twoConnections_apply_tellsEachLinkAndOnlyTheNewestIsForEverything() {
        assertThat(withResolved(
                        "dns dial1=10.1.0.53;a.example,b.example;all dial0=10.0.0.53,2001:db8::53;c.example;all",
                        MANAGER))
                .contains("2 2 4 10 0 0 53 2 10 16 32 1 13 184 0 0 0 0 0 0 0 0 0 0 0 83", "3 2 4 10 1 0 53")
                .contains(
                        "a(isb) 4 ",
                        "3 \"a.example\" false 3 \"b.example\" false 3 \".\" true",
                        "2 \"c.example\" false");
    }

    @Test
    void notForEverything_apply_leavesOtherNamesToOthers() {
        assertThat(withResolved(
                        "dns dial0=10.0.0.53;c.example;some",
                        MANAGER,
                        "run busctl --system get-property org.freedesktop.resolve1 /org/freedesktop/resolve1/link/_32"
                                + " org.freedesktop.resolve1.Link DefaultRoute ScopesMask"))
                .startsWith("a(iiay) 1 2 2 4 10 0 0 53\na(isb) 1 2 \"c.example\" false\nb false\n")
                .as("the first bit: names are asked for over this link")
                .containsPattern("t [0-9]*[13579]\n$");
    }

    @Test
    void routingOnlyDomain_apply_isAskedForHereAndNotSearched() {
        assertThat(withResolved("dns dial0=10.0.0.53;c.example,~b.example;some", MANAGER))
                .isEqualTo("a(iiay) 1 2 2 4 10 0 0 53\na(isb) 2 2 \"c.example\" false 2 \"b.example\" true\n");
    }

    /// That it was told is not that it asks: not over a link that is down.
    @Test
    void applied_trouble_seesWhetherTheLinkIsAsked() {
        assertThat(withResolved(
                        "dns dial0=10.0.0.53;c.example;some",
                        "trouble dial0=10.0.0.53;c.example;some",
                        "run ip link set dial0 down",
                        "trouble dial0=10.0.0.53;c.example;some"))
                .contains("trouble []", "trouble [systemd-resolved asks nobody over dial0, although it was told to.]");
    }

    @Test
    void connectionEnds_apply_revertsItsLinkOnly() {
        assertThat(withResolved(
                        "dns dial1=10.1.0.53;a.example;all dial0=10.0.0.53;c.example;all",
                        "dns dial0=10.0.0.53;c.example;all",
                        MANAGER))
                .isEqualTo("a(iiay) 1 2 2 4 10 0 0 53\na(isb) 2 2 \"c.example\" false 2 \".\" true\n");
    }

    @Test
    void applied_undo_revertsAllLinks() {
        assertThat(withResolved("dns dial0=10.0.0.53;c.example;all", "undo", MANAGER))
                .endsWith(NOTHING);
    }

    @Test
    void linkGone_apply_hasNothingToRevert() {
        assertThat(withResolved("dns dial0=10.0.0.53;c.example;all", "close dial0", "undo", MANAGER))
                .isEqualTo(NOTHING);
    }

    @Test
    void notOnTheBus_resolver_isResolvConf() {
        assertThat(probe("", List.of("resolver"))).isEqualTo("resolver resolv.conf dbus loaded\n");
    }
}
