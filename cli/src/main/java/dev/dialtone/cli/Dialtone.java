package dev.dialtone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The name before every command; alone it only explains.
@Command(
        name = "dialtone",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        description = {
            "Dials remote-access connections, shows them and ends them.",
            "The connections belong to the manager (`dialtone daemon`), so they stay up when this command has ended."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dialtone demo                                   a whole cycle, without privileges or configuration",
            "  dialtone entry set office --protocol sstp --server vpn.example.com --user ann",
            "  dialtone dial office                            asks for the password, ends when connected",
            "  dialtone list",
            "  dialtone hangup office",
            "  dialtone explain 691",
            "",
            "`dialtone COMMAND --help` explains a command, its options and its exit codes."
        })
final class Dialtone implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "the version")
    boolean version;

    @picocli.CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    picocli.CommandLine.Model.CommandSpec spec;

    Dialtone(Shell shell) {}

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "a command is missing, for example: dialtone dial office");
    }
}
