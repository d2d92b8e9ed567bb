package dev.dialtone.cli;

import dev.dialtone.api.RemoteAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What all commands have in common: their options, and how they end.
@Command(
        sortOptions = false,
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the RAS number is on standard error as RAS_ERROR=nnn",
            "2:the command was wrong",
            "3:no manager answers",
            "4:not permitted"
        })
abstract class CliCommand implements Callable<Integer> {
    /// Set by picocli before the command runs, where there are arguments to read ([Commands#alone]).
    @SuppressWarnings("NullAway.Init")
    @Spec
    CommandSpec spec;

    @Option(names = "--json", order = 90, description = "one JSON object a line, and nothing else, on standard output")
    boolean json;

    @Option(
            names = "--socket",
            order = 91,
            paramLabel = "PATH",
            description = "the manager's socket (else $DIALTONE_SOCKET, /run/dialtone/dialtone.sock,"
                    + " or $XDG_RUNTIME_DIR/dialtone.sock)")
    @Nullable
    Path socket;

    @Option(names = "--debug", order = 92, description = "show where in the program an unexpected error arose")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            order = 93,
            usageHelp = true,
            description = "this text")
    boolean help;

    final Shell shell;
    final Screen screen;

    CliCommand(Shell shell) {
        this.shell = shell;
        this.screen = shell.screen();
    }

    /// Does the work.
    ///
    /// @return an [ExitCode]
    abstract int run();

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException e) {
            return new FailureReport(screen, json, debug).of(e, socketPath());
        }
    }

    final Path socketPath() {
        return socket != null ? socket : shell.socket();
    }

    /// The manager; the caller closes it.
    final RemoteAccess connect() {
        return shell.connector().apply(socketPath());
    }

    /// The command was wrong (exit 2).
    final ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /// Says that something was done, in the form that was asked for.
    final int done(Map<String, Object> object, String text) {
        if (json) {
            screen.json(object);
        } else {
            screen.line(text);
        }
        return ExitCode.DONE;
    }
}
