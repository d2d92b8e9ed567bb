package dev.dialtone.cli;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows the stored user and domain, whether passwords are stored and what keeps them, but never a"
                + " password: sixteen asterisks stand for it in --json.",
        footer = "  dialtone credentials show office")
final class CredentialsShowCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", description = "an entry of the phone book")
    String entry = "";

    CredentialsShowCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            CredentialsInfo stored = access.credentials(entry);
            return done(Wire.of(stored), "\"" + entry + "\": " + words(stored));
        }
    }

    static String words(CredentialsInfo c) {
        String user = c.user().isEmpty() ? "no user" : "user " + c.user();
        String domain = c.domain().isEmpty() ? "" : ", domain " + c.domain();
        return user + domain + ", " + (c.passwordStored() ? "a password" : "no password")
                + (c.proxyPasswordStored() ? ", a password for the proxy" : "")
                + (c.clientKeyStored() ? ", a client's key" : "")
                + (c.store().isEmpty() ? "" : " (" + c.store() + ")");
    }
}
