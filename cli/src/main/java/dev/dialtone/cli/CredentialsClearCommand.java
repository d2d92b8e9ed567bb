package dev.dialtone.cli;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "clear",
        description = "Forgets the stored sign-in of an entry, also of one whose file was removed by hand.",
        footer = "  dialtone credentials clear office")
final class CredentialsClearCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", description = "an entry of the phone book")
    String entry = "";

    CredentialsClearCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            access.clearCredentials(entry);
            CredentialsInfo none = new CredentialsInfo(entry, "", "", false);
            return done(Wire.of(none), "Forgot the sign-in of \"" + entry + "\".");
        }
    }
}
