package dev.dialtone.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A session with OpenSSH's server on the client's host, from the host outside: what is typed comes back with a word
/// that only the shell at the other end adds.
final class SshSession {
    private final OutputStream keyboard;
    private final PeerProcess ssh;
    private int typed;

    private SshSession(OutputStream keyboard, PeerProcess ssh) {
        this.keyboard = keyboard;
        this.ssh = ssh;
    }

    /// Starts the server, on port 22 and one more.
    static void serve(SafetyRig rig, int anotherPort) throws IOException {
        Path folder = rig.folder();
        rig.sh(
                rig.client,
                "umask 077; ssh-keygen -q -t ed25519 -N '' -f " + folder + "/host; ssh-keygen -q -t ed25519 -N '' -f "
                        + folder + "/user; cp " + folder + "/user.pub " + folder + "/authorized");
        Files.writeString(folder.resolve("sshd_config"), """
                Port 22
                Port %d
                HostKey %s/host
                AuthorizedKeysFile %s/authorized
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PidFile none
                """.formatted(anotherPort, folder, folder));
        // the directory it wants is in a /run of its own, in the mount namespace that `ip netns exec` makes
        PeerProcess _ = rig.start(Machines.in(
                rig.client,
                "sh",
                "-c",
                "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec /usr/sbin/sshd -D -E " + folder
                        + "/sshd.log -f " + folder + "/sshd_config"));
        rig.sh(
                rig.client,
                "for i in $(seq 200); do ss -Hltn | grep -q ':22 ' && ss -Hltn | grep -q ':" + anotherPort
                        + " ' && exit 0; sleep 0.05; done; cat " + folder + "/sshd.log >&2; exit 1");
        String key = Files.readString(folder.resolve("host.pub"));
        Files.writeString(
                folder.resolve("known"),
                SafetyRig.CLIENT + " " + key + "[" + SafetyRig.CLIENT + "]:" + anotherPort + " " + key);
    }

    /// Logs in; the session is there when this returns.
    static SshSession open(SafetyRig rig, int port) throws IOException {
        return open(rig, port, SafetyRig.CLIENT);
    }

    /// As above, by another address of the client's.
    static SshSession open(SafetyRig rig, int port, String address) throws IOException {
        Path pipe = rig.folder().resolve("keyboard-" + port + "-" + address);
        rig.sh(rig.outside, "mkfifo " + pipe);
        String remote = "while read -r line && [ \"$line\" != exit ]; do echo \"heard $line\"; done";
        PeerProcess ssh = rig.start(Machines.in(
                rig.outside,
                "sh",
                "-c",
                "exec ssh -F none -p " + port + " -i " + rig.folder()
                        + "/user -o BatchMode=yes -o UserKnownHostsFile=" + rig.folder() + "/known"
                        + (address.equals(SafetyRig.CLIENT) ? "" : " -o HostKeyAlias=" + SafetyRig.CLIENT) + " root@"
                        + address + " '" + remote + "' < " + pipe));
        // waits until the other end of the pipe is open
        SshSession session = new SshSession(Files.newOutputStream(pipe), ssh);
        session.exchange();
        return session;
    }

    /// Types a line and waits until the other end has heard it.
    void exchange() throws IOException {
        String line = "line " + ++typed;
        type(line);
        ssh.line(said -> said.equals("heard " + line));
    }

    private void type(String line) throws IOException {
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /// Logs out.
    void close() throws IOException {
        type("exit");
        ssh.await();
        keyboard.close();
    }
}
