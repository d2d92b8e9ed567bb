package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Two users of the machine with entries of their own: the daemon is root's, the command line runs as users without
/// any right. One has a name in /etc/passwd, the other has none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnMachines
@Timeout(180)
class UserBooksTest {
    /// Whoever has the first number that is not root's: `daemon`, on most systems.
    private static final OtherUser ANN = new OtherUser(1);

    private static final OtherUser BOB = new OtherUser(50_402);

    private Path copy;
    private String modules = "";
    private Path folder;
    private TwinRig rig;
    private String ann = "";
    private String mine = "";
    private String before = "";
    private String hostBefore = "";

    @BeforeAll
    void copy() throws Exception {
        Requires.namespaces();
        Requires.programs("setpriv", "unshare", "nsenter", "setsid", "id");
        copy = PublicCopy.folder();
        modules = PublicCopy.modules(copy);
        ann = PeerProcess.run("id", "-nu", Integer.toString(ANN.uid())).text().strip();
        assertThat(ann).as("the user's name").matches("[a-z_][a-z0-9_-]*");
    }

    @AfterAll
    void deleteCopy() {
        if (copy != null) {
            PeerProcess.run("rm", "-rf", copy.toString());
        }
    }

    @BeforeEach
    void begin() throws Exception {
        folder = PublicCopy.folder();
        rig = TwinRig.up(folder);
        rig.done("entry", "set", TwinRig.A, "users=" + ann + "," + BOB.uid());
        mine = rig.namespace("mine");
        before = rig.traces();
        hostBefore = rig.hostState();
    }

    @AfterEach
    void end() {
        if (rig != null) {
            rig.close();
        }
        if (folder != null) {
            PeerProcess.run("rm", "-rf", folder.toString());
        }
    }

    private Path ofUser(OtherUser user, String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setAttribute(file, "unix:uid", user.uid());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private PeerProcess as(OtherUser user, String... arguments) {
        return rig.startAs(user, modules, arguments).await();
    }

    private String does(OtherUser user, String... arguments) {
        PeerProcess process = as(user, arguments);
        assertThat(process.code()).as("%s", process).isZero();
        return process.text();
    }

    private static void assertRefused(PeerProcess process, int code, int error, String... words) {
        assertThat(process.code()).as("%s", process).isEqualTo(code);
        assertThat(process.errors()).contains("RAS_ERROR=" + error);
        for (String word : words) {
            assertThat(process.errors()).contains(word);
        }
    }

    /// An entry that is called as the system's to one server, and leads to the other one.
    private void annsOwn() throws IOException {
        Path ca = ofUser(
                ANN, "anns-ca.pem", Files.readString(folder.resolve(TwinRig.B).resolve("ca.pem")));
        Path password = ofUser(ANN, "anns-password", "of-" + rig.machine(TwinRig.B) + "\n");
        does(
                ANN,
                "entry",
                "set",
                ann + "/" + TwinRig.A,
                "--server",
                "198.51.100.1",
                "--ca",
                ca.toString(),
                "--user",
                "bench",
                "server-name=answerer.dialtone.example",
                "netns=" + mine);
        does(ANN, "credentials", "set", TwinRig.A, "--password-file", password.toString());
    }

    private String banner(OtherUser user, String target) {
        return does(
                user,
                "exec",
                target,
                "--",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/" + TwinRig.INSIDE + "/" + BannerProgram.PORT + "; cat <&3");
    }

    @Test
    void sameNameInBothBooks_theUsersOwnIsMetFirst_andTheSystemsIsThereToo_H7() throws Exception {
        annsOwn();
        assertThat(does(ANN, "entry", "list")).contains(ann + "/" + TwinRig.A + " ", "the system");
        assertThat(does(ANN, "entry", "show", TwinRig.A)).contains("198.51.100.1");
        assertThat(does(ANN, "entry", "show", "/" + TwinRig.A)).contains("203.0.113.1");
        rig.killDaemon();
        rig.restartDaemon();

        does(ANN, "dial", TwinRig.A);
        assertThat(does(ANN, "list", "--json")).contains("\"entry\":\"" + ann + "/" + TwinRig.A + "\"");
        assertThat(rig.hostState()).as("nothing of it is outside").isEqualTo(hostBefore);
        assertThat(banner(ANN, TwinRig.A)).isEqualTo("this is b\n");
        does(ANN, "dial", "/" + TwinRig.A, "--netns", rig.namespace("other"));
        assertThat(banner(ANN, "/" + TwinRig.A)).isEqualTo("this is a\n");
        assertThat(banner(ANN, ann + "/" + TwinRig.A)).isEqualTo("this is b\n");

        does(ANN, "hangup", TwinRig.A);
        assertThat(does(ANN, "list", "--json")).contains("\"entry\":\"" + TwinRig.A + "\"");
        does(ANN, "hangup", "/" + TwinRig.A);
        assertThat(rig.traces()).isEqualTo(before);
        assertThat(rig.hostState()).isEqualTo(hostBefore);
        does(ANN, "entry", "remove", TwinRig.A);
        assertThat(does(ANN, "entry", "show", TwinRig.A)).contains("203.0.113.1");
    }

    @Test
    void anotherUser_findsNothingOfIt_andWhatIsStoredForIt_isForNobodyElse_H7() throws Exception {
        annsOwn();
        does(ANN, "dial", TwinRig.A);
        String anns = ann + "/" + TwinRig.A;
        assertThat(does(BOB, "entry", "list")).doesNotContain(ann);
        assertThat(does(BOB, "entry", "show", TwinRig.A)).contains("203.0.113.1");
        for (String name : new String[] {anns, ann + "/nothing"}) {
            assertRefused(as(BOB, "entry", "show", name), 1, 623, name);
            assertRefused(as(BOB, "entry", "remove", name), 1, 623, name);
            assertRefused(as(BOB, "credentials", "show", name), 1, 623, name);
            assertRefused(as(BOB, "dial", name, "--netns", rig.namespace("bobs")), 1, 623, name);
            assertRefused(as(BOB, "status", name), 1, 6, name);
            assertRefused(as(BOB, "hangup", name), 1, 6, name);
            assertRefused(as(BOB, "entry", "set", name, "server=evil.example"), 4, 5);
        }
        // the same words, by another user: nothing is stored for that one
        Path ca = ofUser(
                BOB, "bobs-ca.pem", Files.readString(folder.resolve(TwinRig.B).resolve("ca.pem")));
        String bobs = BOB.uid() + "/" + TwinRig.A;
        does(BOB, "entry", "set", bobs, "--server", "198.51.100.1", "--ca", ca.toString(), "--user", "bench");
        assertRefused(as(BOB, "dial", TwinRig.A, "--netns", rig.namespace("bobs")), 1, 703);

        assertThat(rig.done("entry", "list").text()).contains(anns, bobs);
        assertRefused(rig.run("dial", anns, "--netns", rig.namespace("roots")), 4, 5, "another user's entry");
        assertRefused(rig.run("entry", "remove", anns), 1, 817);
        rig.done("hangup", anns);
        rig.done("credentials", "clear", anns);
        assertRefused(as(ANN, "dial", TwinRig.A), 1, 703);
        assertThat(rig.traces()).isEqualTo(before);
        assertThat(rig.hostState()).isEqualTo(hostBefore);
    }

    @Test
    void ownEntry_doesNothingForTheMachine_H7() throws Exception {
        annsOwn();
        for (String change :
                new String[] {"always-on=true", "kill-switch=true", "users=" + BOB.uid(), "firewall-zone=x"}) {
            assertRefused(
                    as(ANN, "entry", "set", TwinRig.A, change), 1, 87, change.substring(0, change.indexOf('=')) + ": ");
        }
        does(ANN, "entry", "set", TwinRig.A, "netns=");
        assertRefused(as(ANN, "dial", TwinRig.A), 4, 5, "--netns NAME");
        assertRefused(as(ANN, "dial", TwinRig.A, "--netns", rig.namespace(TwinRig.A)), 4, 5, "Choose another name");
        assertThat(rig.traces()).isEqualTo(before);
        assertThat(rig.hostState()).isEqualTo(hostBefore);
    }
}
