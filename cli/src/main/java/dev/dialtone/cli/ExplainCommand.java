package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Tells an error's name, what it means and what to do about it.",
            "Needs no manager. A number that is no error's ends with RAS_ERROR=87."
        },
        footer = {"  dialtone explain 691", "  dialtone explain 809 --json"})
final class ExplainCommand extends CliCommand {
    @Parameters(paramLabel = "NUMBER", description = "the error's number, for example 691")
    String number = "";

    ExplainCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if (!number.matches("[0-9]+")) {
            throw wrong("\"" + number + "\" is not a number");
        }
        // nine digits fit an int, and no error has more
        RasError error = RasError.of(number.length() > 9 ? -1 : Integer.parseInt(number))
                .orElseThrow(() -> RasException.of(
                        RasError.INVALID_PARAMETER, "number: " + number + " is not the number of an error"));
        if (json) {
            screen.json(Wire.of(error));
        } else {
            screen.show(screen.paint(Screen.Style.BOLD, error.code() + " " + error.name()));
            screen.line("  " + error.message());
            screen.line("  " + error.advice());
        }
        return ExitCode.DONE;
    }
}
