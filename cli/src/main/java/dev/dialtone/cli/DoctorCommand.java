package dev.dialtone.cli;

import dev.dialtone.api.Finding;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.cli.Screen.Style;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = {
            "Checks this machine, and an entry when one is named, without dialling.",
            "Ends with 1 and RAS_ERROR=633 (not available) when something would stop a dial."
        },
        footer = {"  dialtone doctor", "  dialtone doctor office"})
final class DoctorCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "an entry to check too")
    @Nullable
    String entry;

    DoctorCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Finding> findings;
        try (RemoteAccess access = connect()) {
            findings = access.doctor(Optional.ofNullable(entry));
        } catch (NoManagerException e) {
            show(new Finding(
                    "manager", false, FailureReport.noManagerText(e, socketPath()), "start one with: dialtone daemon"));
            return ExitCode.NO_MANAGER;
        }
        findings.forEach(this::show);
        if (findings.stream().allMatch(Finding::ok)) {
            return ExitCode.DONE;
        }
        new FailureReport(screen, json, debug).number(RasError.PORT_NOT_AVAILABLE);
        return ExitCode.FAILED;
    }

    private void show(Finding f) {
        if (json) {
            screen.json(Wire.of(f));
            return;
        }
        screen.show(screen.paint(f.ok() ? Style.GOOD : Style.BAD, f.ok() ? "ok    " : "WRONG ")
                + screen.paint(Style.PLAIN, f.subject() + ": " + f.text()));
        if (!f.advice().isEmpty()) {
            screen.line("      " + f.advice());
        }
    }
}
