package dev.dialtone.cli;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = {
            "Stores user, domain and password of an entry; what is not given stays as it is.",
            "Without a password option it is asked for at the terminal, where Enter alone leaves a stored one.",
            "The password for the HTTP proxy on the way is another one: --proxy-password-file. Its user is the"
                    + " entry's option proxy-user.",
            "A server that wants a certificate is shown the entry's client-cert, whose key is stored apart: --client-key,"
                    + " or both from a PKCS#12 file: --client-p12. For a token (client-token): --client-pin-file."
        },
        footer = {
            "  dialtone credentials set office --user ann",
            "  pass show office | dialtone credentials set office --user ann --password-stdin",
            "  dialtone credentials set office --proxy-password-file ~/.proxy-password",
            "  dialtone credentials set office --client-p12 ~/ann.p12"
        })
final class CredentialsSetCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", description = "an entry of the phone book")
    String entry = "";

    @Option(names = "--user", paramLabel = "NAME", description = "user name")
    @Nullable
    String user;

    @Option(names = "--domain", paramLabel = "NAME", description = "domain of the user")
    @Nullable
    String domain;

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Mixin
    ProxyPasswordOptions proxyPassword = new ProxyPasswordOptions();

    @Mixin
    ClientKeyOptions clientKey = new ClientKeyOptions();

    CredentialsSetCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        boolean own = user != null || domain != null || password.given();
        boolean others = proxyPassword.given() || clientKey.given();
        boolean ask = !password.given() && shell.terminal().possible() && (own || !others);
        if (!own && !ask && !others) {
            throw wrong(
                    "give --user, --domain, --password-file, --password-stdin, --proxy-password-file or --client-key");
        }
        try (RemoteAccess access = connect()) {
            CredentialsInfo before = access.credentials(entry);
            try (Secret secret = ask ? asked() : password.read(shell);
                    Secret proxySecret = proxyPassword.read(shell)) {
                if (own || ask) {
                    access.setCredentials(
                            entry,
                            user != null ? user : before.user(),
                            domain != null ? domain : before.domain(),
                            secret);
                }
                if (proxySecret != null) {
                    access.setProxyPassword(entry, proxySecret);
                }
            }
            if (clientKey.given()) {
                clientKey.store(shell, access, entry);
            }
            CredentialsInfo now = access.credentials(entry);
            return done(Wire.of(now), "Stored the sign-in of \"" + entry + "\": " + CredentialsShowCommand.words(now));
        }
    }

    private @Nullable Secret asked() {
        char[] typed = shell.terminal().secret("Password (Enter alone leaves a stored one): ");
        return typed == null || typed.length == 0 ? null : Secret.ofChars(typed);
    }
}
