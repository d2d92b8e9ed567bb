package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = {
            "Runs a command where a connection is: in its network namespace, resolving names as the connection does:"
                    + " /etc/netns/NAME/resolv.conf is there as /etc/resolv.conf.",
            "A namespace that `dialtone dial --netns` made for you is yours: you enter it without root's rights, and"
                    + " the command has yours and no others (nsenter and unshare do the work). Into any other only"
                    + " root may, by `ip netns exec`.",
            "Of a connection that is in no namespace the command just runs, in the host's own network.",
            "The command takes this one's place: terminal, signals and exit code are its own. What it leaves running"
                    + " after the hang-up stays, in a network without a way out."
        },
        footer = {
            "  dialtone exec office -- ping -c 1 10.0.0.1",
            "  dialtone exec office -- bash                    a shell in there",
            "  sudo dialtone exec office -- setpriv --reuid=ann --init-groups firefox"
        },
        exitCodeList = {
            "*:the command's own; before it begins, these",
            "1:not connected, or the command cannot be run; the RAS number is on standard error as RAS_ERROR=nnn",
            "2:the command line was wrong",
            "3:no manager answers",
            "4:not permitted"
        })
final class ExecCommand extends CliCommand {
    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    /// Where root's PATH may not lead.
    private static final List<String> IP = List.of("/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip");

    @Parameters(
            index = "0",
            paramLabel = "ENTRY|ID",
            description = "an entry (its newest connection), or a connection's id")
    String target = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "after --, with its arguments")
    List<String> command = new ArrayList<>();

    ExecCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        String namespace = namespace();
        if (namespace == null) {
            throw notRun(command.getFirst(), shell.successor().start(command), "Name a program that is on the PATH.");
        }
        if (shell.root()) {
            List<String> line = new ArrayList<>(List.of(ip(), "netns", "exec", namespace));
            line.addAll(command);
            throw notRun(line.getFirst(), shell.successor().start(line), "Install the package iproute2.");
        }
        int errno = shell.successor().startInside(namespace, command);
        throw notRun("nsenter", errno, "Install the package util-linux.");
    }

    private static RasException notRun(String program, int errno, String advice) {
        return refused(RasError.INVALID_PARAMETER, "COMMAND: " + program + " cannot be run: " + words(errno), advice);
    }

    private static String words(int errno) {
        return switch (errno) {
            case ENOENT -> "there is no such program";
            case EACCES -> "it is no program, or not for this user";
            default -> "errno " + errno;
        };
    }

    /// Where the connection is, or null for the host's own network.
    private @Nullable String namespace() {
        try (RemoteAccess access = connect()) {
            ConnectionStatus status = access.connection(target).status();
            if (status.state() != ConnectionState.CONNECTED) {
                throw refused(
                        RasError.NO_CONNECTION,
                        "\"" + target + "\" is not connected, its state is "
                                + status.state().word(),
                        "Dial it first: dialtone dial " + status.entry());
            }
            Projection projection = status.projection();
            String name = projection == null ? null : projection.namespace();
            // SECURITY: becomes a word of a command that root runs, and a part of paths
            return name == null ? null : EntryOption.NETNS.kind().canonical(name);
        }
    }

    private static String ip() {
        return IP.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("ip");
    }

    private static RasException refused(int error, String reason, String advice) {
        return new RasException(Failure.of(error, Layer.HOST, reason).advise(advice));
    }
}
