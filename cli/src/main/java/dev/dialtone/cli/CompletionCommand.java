package dev.dialtone.cli;

import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        description = "Prints a script that teaches bash to complete this command's words. Needs no manager.",
        footer = {"  source <(dialtone completion)", "  dialtone completion > /etc/bash_completion.d/dialtone"})
final class CompletionCommand extends CliCommand {
    CompletionCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        String script = AutoComplete.bash("dialtone", Commands.parser(shell, List.of()));
        if (json) {
            screen.json(Map.of("bash", script));
        } else {
            screen.show(script.stripTrailing());
        }
        return ExitCode.DONE;
    }
}
