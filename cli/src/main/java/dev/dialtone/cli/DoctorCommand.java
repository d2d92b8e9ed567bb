package dev.dialtone.cli;

import dev.dialtone.api.Finding;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = {
            "Checks this machine, and an entry when one is named, without dialling: the entry's server is called up to"
                    + " where it asks who we are, and hung up. No user name and no password is sent. 20 s at most.",
            "Each check is ok, a warning (it works, but), FAILED (it would stop a dial), or skipped because of one"
                    + " before. Ends with 1 and RAS_ERROR=633 (not available) when one failed."
        },
        footer = {
            "  dialtone doctor",
            "  dialtone doctor office",
            "  dialtone doctor office --json | jq -r 'select(.verdict != \"ok\") | .subject + \": \" + .text'"
        })
final class DoctorCommand extends CliCommand {
    private static final Duration PACE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "an entry to check too")
    @Nullable
    String entry;

    DoctorCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Finding> findings;
        String what = "looking at " + (entry == null ? "this machine" : entry + " and this machine");
        try (RemoteAccess access = connect();
                Progress _ = Progress.start(screen, what + ", 20 s at most", PACE)) {
            findings = access.doctor(Optional.ofNullable(entry));
        } catch (NoManagerException e) {
            show(List.of(Finding.failed(
                    "manager", FailureReport.noManagerText(e, socketPath()), "start one with: dialtone daemon")));
            return ExitCode.NO_MANAGER;
        }
        show(findings);
        if (findings.stream().allMatch(Finding::ok)) {
            return ExitCode.DONE;
        }
        new FailureReport(screen, json, debug).number(RasError.PORT_NOT_AVAILABLE);
        return ExitCode.FAILED;
    }

    private void show(List<Finding> findings) {
        if (json) {
            findings.forEach(finding -> screen.json(Wire.of(finding)));
            return;
        }
        FindingText table = new FindingText(screen, findings);
        table.headings();
        findings.forEach(table::show);
    }
}
