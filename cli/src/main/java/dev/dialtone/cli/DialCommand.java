package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RemoteAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dial",
        description = {
            "Connects by an entry of the phone book, or by options alone.",
            "Shows each state as it is entered and ends when the dial is complete. The connection stays up:"
                    + " `dialtone hangup` ends it. Ctrl-C while dialling hangs up and waits for the end;"
                    + " a second Ctrl-C does not wait.",
            "The password comes from an option, else it is the stored one, else it is asked for at the terminal."
        },
        footer = {
            "  dialtone dial office",
            "  dialtone dial office --user ann --password-file ~/.office-password",
            "  pass show office | dialtone dial office --password-stdin --json",
            "  dialtone dial --protocol sstp --server vpn.example.com --ca ca.pem --user ann -o default-route=false"
        },
        exitCodeList = {
            "0:connected",
            "1:not connected; the RAS number is on standard error as RAS_ERROR=nnn",
            "2:the command was wrong",
            "3:no manager answers",
            "4:not permitted",
            "130:interrupted; the hang-up it caused has completed"
        })
final class DialCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY", arity = "0..1", description = "an entry of the phone book")
    @Nullable
    String entry;

    @Option(names = "--user", paramLabel = "NAME", description = "user name, instead of the entry's")
    String user = "";

    @Option(names = "--domain", paramLabel = "NAME", description = "domain of the user, instead of the entry's")
    String domain = "";

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Option(names = "--server", paramLabel = "HOST", description = "server, instead of the entry's")
    String server = "";

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "longest dial, 1 to 3600 (else the entry's)")
    @Nullable
    Integer timeout;

    @Option(
            names = "--state-timeout",
            paramLabel = "SECONDS",
            description = "longest stay in one state, 1 to 3600 (else the entry's)")
    @Nullable
    Integer stateTimeout;

    @Mixin
    DialOptions withoutEntry = new DialOptions();

    @Mixin
    NotYetOptions notYet = new NotYetOptions();

    DialCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        check();
        try (RemoteAccess access = connect()) {
            Entry dialled = entry != null ? access.entry(entry) : adHoc();
            DialRequest request = (entry != null ? DialRequest.of(entry) : DialRequest.of(dialled))
                    .timeouts(
                            seconds(stateTimeout, dialled, EntryOption.STATE_TIMEOUT),
                            seconds(timeout, dialled, EntryOption.DIAL_TIMEOUT));
            if (entry != null && !server.isEmpty()) {
                request = request.server(server);
            }
            if (entry != null && isConnected(access, entry)) {
                // nobody signs in again: the dial is given the connection that exists (H2)
                return new DialRun(this, access).dial(request.signIn(user, domain, null));
            }
            try (SignIn signIn = SignIn.find(
                    shell,
                    password,
                    user,
                    dialled.text(EntryOption.USER),
                    entry == null ? null : access.credentials(entry))) {
                return new DialRun(this, access).dial(request.signIn(signIn.user(), domain, signIn.secret()));
            }
        }
    }

    private void check() {
        if (!notYet.given().isEmpty()) {
            throw wrong(String.join(", ", notYet.given()) + ": not supported yet");
        }
        if (entry != null && withoutEntry.given()) {
            throw wrong("--protocol, --ca and -o are for a dial without an entry;"
                    + " change the entry with: dialtone entry set");
        }
        if (entry == null && server.isEmpty()) {
            throw wrong("name an entry, or give --server HOST");
        }
        for (String change : withoutEntry.more) {
            if (!EntryEdit.isOne(change)) {
                throw wrong("-o " + change + ": must be KEY=VALUE");
            }
        }
    }

    private Entry adHoc() {
        // a name may not have the colons of an IPv6 address
        Entry named = Entry.of(server.replace(':', '_')).with(EntryOption.SERVER, server);
        return EntryEdit.apply(named, withoutEntry.changes());
    }

    private static boolean isConnected(RemoteAccess access, String entry) {
        for (ConnectionStatus status : access.list()) {
            if (status.entry().equals(entry) && status.state() == ConnectionState.CONNECTED) {
                return true;
            }
        }
        return false;
    }

    private static Duration seconds(@Nullable Integer given, Entry entry, EntryOption option) {
        return Duration.ofSeconds(given != null ? given : entry.number(option));
    }
}
