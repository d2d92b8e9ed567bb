package dev.dialtone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word that only stands before other commands.
@Command(
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n")
abstract class GroupCommand implements Runnable {
    /// Set by picocli before the command runs.
    @SuppressWarnings("NullAway.Init")
    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                spec.name() + ": a command is missing; there are "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
