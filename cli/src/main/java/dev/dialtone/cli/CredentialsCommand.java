package dev.dialtone.cli;

import picocli.CommandLine.Command;

@Command(
        name = "credentials",
        synopsisSubcommandLabel = "COMMAND",
        description = "Stored sign-ins. A stored password is used by dials and never shown.",
        footer = {"  dialtone credentials set office --user ann", "  dialtone credentials clear office"})
final class CredentialsCommand extends GroupCommand {
    CredentialsCommand(Shell shell) {}
}
