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
            "Runs a command where a connection is: in its network namespace, resolving names as the connection does."
                    + " `ip netns exec` does the work: /etc/netns/NAME/resolv.conf is there as /etc/resolv.conf.",
            "Of a connection that is in no namespace the command just runs, in the host's own network.",
            "The command takes this one's place: terminal, signals and exit code are its own. Entering a namespace"
                    + " takes root; for other users it is not supported."
        },
        footer = {
            "  dialtone exec office -- ping -c 1 10.0.0.1",
            "  dialtone exec office -- bash                    a shell in there",
            "  dialtone exec office -- setpriv --reuid=ann --init-groups firefox"
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
        List<String> line = new ArrayList<>();
        String namespace = namespace();
        if (namespace != null) {
            if (!shell.root()) {
                throw refused(
                        RasError.ACCESS_DENIED,
                        "the connection is in the network namespace " + namespace + ", which only root may enter",
                        "Run this with sudo; for other users it is not supported.");
            }
            line.addAll(List.of(ip(), "netns", "exec", namespace));
        }
        line.addAll(command);
        int errno = shell.successor().start(line);
        throw refused(
                RasError.INVALID_PARAMETER,
                "COMMAND: " + line.getFirst() + " cannot be run: " + words(errno),
                namespace == null ? "Name a program that is on the PATH." : "Install the package iproute2.");
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
            // SECURITY: becomes a word of a command that root runs
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
