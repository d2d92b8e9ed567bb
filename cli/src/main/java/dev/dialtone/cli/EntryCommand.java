package dev.dialtone.cli;

import picocli.CommandLine.Command;

@Command(
        name = "entry",
        synopsisSubcommandLabel = "COMMAND",
        description = "The phone book: named sets of everything needed to connect.",
        footer = {
            "  dialtone entry set office --protocol sstp --server vpn.example.com --user ann",
            "  dialtone entry set office --split --route 10.0.0.0/8 mtu=1300",
            "  dialtone entry show office",
            "  dialtone entry edit office",
            "  dialtone entry import rasphone.pbk --dry-run",
            "",
            "`dialtone entry set --help` lists all options of an entry."
        })
final class EntryCommand extends GroupCommand {
    EntryCommand(Shell shell) {}
}
