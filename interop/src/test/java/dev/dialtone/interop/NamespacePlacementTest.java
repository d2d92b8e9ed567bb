package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many at once: two servers that give the same addresses, each dialled into a network namespace; the daemon, the
/// command line and the kernel are real.
@Timeout(180)
class NamespacePlacementTest {
    private static final List<String> BOTH = List.of(TwinRig.A, TwinRig.B);

    private TwinRig rig;

    @BeforeEach
    void begin(@TempDir Path folder) {
        rig = TwinRig.up(folder);
    }

    @AfterEach
    void end() {
        if (rig != null) {
            rig.close();
        }
    }

    private void dialBoth() {
        BOTH.forEach(entry -> rig.done("dial", entry));
    }

    private void assertBothReached() {
        String address = rig.projection(TwinRig.A).text("ipv4");
        for (String entry : BOTH) {
            assertThat(rig.projection(entry).text("namespace")).isEqualTo(rig.namespace(entry));
            assertThat(rig.projection(entry).text("ipv4"))
                    .as("the same in both")
                    .isEqualTo(address);
            assertThat(rig.banner(entry)).isEqualTo("this is " + entry + "\n");
        }
    }

    @Test
    void sameAddressesInTwoNamespaces_execReachesEachOnesServer_andNothingIsLeft_H6() {
        String before = rig.hostState();
        dialBoth();
        assertBothReached();
        assertThat(rig.hostState()).as("nothing of it is outside").isEqualTo(before);
        assertThat(rig.exec(TwinRig.A, "cat /etc/resolv.conf"))
                .contains("nameserver 10.99.0.53\nnameserver 10.99.0.54\n");
        assertThat(rig.exec(TwinRig.A, "ip -4 route get 203.0.113.1; ip link show lo"))
                .contains("dev dial0 ")
                .contains(",UP,");
        assertThat(rig.done("list").text()).contains("dial0@" + rig.namespace(TwinRig.A));

        rig.done("hangup", TwinRig.A);
        assertThat(rig.isThere(TwinRig.A)).isFalse();
        assertThat(rig.banner(TwinRig.B)).isEqualTo("this is b\n");
        rig.done("hangup", TwinRig.B);
        rig.assertNothingLeft();
        assertThat(rig.hostState()).isEqualTo(before);
    }

    @Test
    void daemonKilled_itsSuccessorTakesTheNamespacesAway_H6_C9() {
        String before = rig.hostState();
        dialBoth();
        assertBothReached();
        rig.killDaemon();
        assertThat(rig.isThere(TwinRig.A)).isTrue();
        rig.restartDaemon();
        rig.assertNothingLeft();
        assertThat(rig.hostState()).isEqualTo(before);
        dialBoth();
        assertBothReached();
        rig.done("hangup", "--all");
        rig.assertNothingLeft();
    }

    /// The carrier of the one in the namespace leaves by the host's default route, which the other one takes over.
    @Test
    void oneInANamespace_oneOutsideThatTakesEverything_bothLive_alsoAfterAKill_andNothingIsLeft_H6_C9() {
        String before = rig.hostState();
        for (int i = 0; i < 2; i++) {
            rig.done("dial", TwinRig.A);
            assertThat(rig.banner(TwinRig.A)).isEqualTo("this is a\n");
            rig.done("dial", TwinRig.OUTSIDE);
            assertThat(rig.bannerOutside()).isEqualTo("this is b\n");
            assertThat(rig.banner(TwinRig.A)).isEqualTo("this is a\n");
            if (i == 0) {
                rig.killDaemon();
                assertThat(rig.isThere(TwinRig.A)).isTrue();
                rig.restartDaemon();
                rig.assertNothingLeft();
                assertThat(rig.hostState()).isEqualTo(before);
            }
        }
        rig.done("hangup", TwinRig.OUTSIDE);
        assertThat(rig.banner(TwinRig.A)).as("with the way it had before").isEqualTo("this is a\n");
        assertThat(rig.hostState()).isEqualTo(before);
        rig.done("hangup", TwinRig.A);
        rig.assertNothingLeft();
        assertThat(rig.hostState()).isEqualTo(before);
    }

    @Test
    void namespaceThatSomebodyRemoves_isMadeAgainByTheNextAttempt_C8_H6() {
        Requires.program("/usr/sbin/nft", "nftables");
        rig.done("entry", "set", TwinRig.A, "reconnect=true", "redial-attempts=9", "redial-seconds=1");
        rig.done("dial", TwinRig.A);
        PeerProcess watch = rig.start("watch", TwinRig.A, "--json");
        watch.line(line -> line.contains("\"state\":\"Connected\""));
        rig.cutOff(TwinRig.A);
        watch.line(line -> line.contains("\"ending\":true"));
        rig.deleteNamespace(TwinRig.A);
        rig.letIn(TwinRig.A);
        watch.line(line -> line.contains("\"state\":\"Connected\"") && !line.contains("\"attempt\":1,"));
        assertThat(rig.banner(TwinRig.A)).isEqualTo("this is a\n");
        rig.done("hangup", TwinRig.A);
        rig.assertNothingLeft();
    }

    /// A kill switch promises for namespaces of our own alone (docs/adr/0021).
    @Test
    void killSwitch_inANamespaceOfOurOwnNothingElseLeads_inSomebodyElsesTheDialIsRefused_E2() {
        rig.done("entry", "set", TwinRig.A, "kill-switch=true");
        rig.done("dial", TwinRig.A);
        assertThat(rig.exec(TwinRig.A, "ip -4 route").lines())
                .isNotEmpty()
                .allMatch(route -> route.contains("dev dial0"));
        assertThat(rig.banner(TwinRig.A)).isEqualTo("this is a\n");
        rig.done("hangup", TwinRig.A);
        rig.assertNothingLeft();

        rig.makeNamespace(TwinRig.A);
        try {
            PeerProcess refused = rig.run("dial", TwinRig.A);
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.errors()).contains("RAS_ERROR=716");
            assertThat(refused.text() + refused.errors()).contains("kill-switch: ", "netns=NAME");
            assertThat(rig.state(rig.namespace(TwinRig.A))).doesNotContain("dial0");
        } finally {
            rig.deleteNamespace(TwinRig.A);
        }
    }

    @Test
    void namespaceThatWasThere_staysAsItWas_alsoAfterAKill_H6() throws Exception {
        rig.makeNamespace(TwinRig.A);
        try {
            String before = rig.state(rig.namespace(TwinRig.A));
            Path names = Files.createDirectories(Path.of("/etc/netns", rig.namespace(TwinRig.A)))
                    .resolve("resolv.conf");
            Files.writeString(names, "nameserver 192.0.2.53\n");
            dialBoth();
            assertBothReached();
            assertThat(rig.exec(TwinRig.A, "cat /etc/resolv.conf")).contains("#dialtone# nameserver 192.0.2.53\n");
            rig.done("hangup", TwinRig.A);
            assertThat(rig.state(rig.namespace(TwinRig.A))).isEqualTo(before);
            assertThat(names).hasContent("nameserver 192.0.2.53\n");

            rig.done("dial", TwinRig.A);
            rig.killDaemon();
            rig.restartDaemon();
            assertThat(rig.state(rig.namespace(TwinRig.A))).isEqualTo(before);
            assertThat(names).hasContent("nameserver 192.0.2.53\n");
            Files.delete(names);
            Files.delete(names.getParent());
        } finally {
            rig.deleteNamespace(TwinRig.A);
        }
        rig.assertNothingLeft();
    }

    @Test
    void exec_isTheCommand_itsCodeAndItsSignals() {
        rig.done("dial", TwinRig.A);
        assertThat(rig.run("exec", TwinRig.A, "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        PeerProcess waiting = rig.start("exec", TwinRig.A, "--", "sh", "-c", "echo $$; exec sleep 60");
        String pid = waiting.line(line -> line.matches("[0-9]+")).text();
        assertThat(Long.parseLong(pid)).as("no process in between").isEqualTo(waiting.pid());
        waiting.terminate();
        assertThat(waiting.await().code()).isEqualTo(128 + 15);
        assertThat(rig.exec(TwinRig.A, "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd"))
                .contains("SigBlk:\t0000000000000000\n")
                .as("no file of Java's is open")
                .endsWith("\n0\n1\n2\n3\n");

        PeerProcess notConnected = rig.run("exec", TwinRig.B, "--", "true");
        assertThat(notConnected.code()).isEqualTo(1);
        assertThat(notConnected.errors()).contains("RAS_ERROR=");
        rig.done("hangup", TwinRig.A);
        PeerProcess ended = rig.run("exec", TwinRig.A, "--", "true");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("not connected").contains("RAS_ERROR=668");
        rig.assertNothingLeft();
    }

    @Test
    void dialInto_anotherThanTheEntrysNamespace() {
        String other = rig.namespace("other");
        rig.done("dial", TwinRig.A, "--netns", other);
        assertThat(rig.projection(TwinRig.A).text("namespace")).isEqualTo(other);
        assertThat(rig.banner(TwinRig.A)).isEqualTo("this is a\n");
        PeerProcess elsewhere = rig.run("dial", TwinRig.A, "--netns", rig.namespace(TwinRig.A));
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.errors()).contains("netns: ").contains(other).contains("RAS_ERROR=87");
        rig.done("hangup", TwinRig.A);
        assertThat(rig.isThere("other")).isFalse();
        rig.assertNothingLeft();
    }
}
