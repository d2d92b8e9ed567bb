package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
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
            "The password comes from an option, else it is the stored one, else it is asked for at the terminal.",
            "Dialling what is connected already gives that connection and holds it too: it then takes as many"
                    + " `dialtone hangup --release` to end it, or one `dialtone hangup`."
        },
        footer = {
            "  dialtone dial office",
            "  dialtone dial office --user ann --password-file ~/.office-password",
            "  pass show office | dialtone dial office --password-stdin --json",
            "  dialtone dial office --paused                   asks again when the password was refused",
            "  dialtone dial office --wait-redial              shows every attempt until one connects",
            "  dialtone dial office --netns blue               beside a network with the same addresses",
            "  dialtone dial office --table 100                beside the host's own routes, for who binds to it",
            "  dialtone dial office --confirm-within 60        hung up again unless `dialtone confirm office` comes",
            "  dialtone dial office --bound                    connected for as long as this command runs",
            "  dialtone dial --protocol sstp --server vpn.example.com --ca ca.pem --user ann -o default-route=false",
            "  dialtone dial --server vpn.example.com --user ann --proxy http://proxy.example.com:3128",
            "  dialtone dial --server vpn.example.org --user ann --netns mine     without root's rights"
        },
        exitCodeList = {
            "0:connected; with --bound: and hung up on request",
            "1:not connected, or with --bound ended otherwise; the RAS number is on standard error as RAS_ERROR=nnn",
            "2:the command was wrong",
            "3:no manager answers",
            "4:not permitted",
            "130:interrupted; the hang-up it caused has completed, or standard error says that the dial goes on"
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

    @Option(
            names = "--netns",
            paramLabel = "NAME",
            description = "network namespace to place the connection in, instead of the entry's; made when there is"
                    + " none of that name, and removed with the connection; unless you are root it is yours alone")
    String netns = "";

    @Option(
            names = "--table",
            paramLabel = "N",
            description = "routing table of its own for the connection's routes, instead of the entry's: programs go by"
                    + " them that bind to the interface or its address; the host's own routes stay as they are")
    String table = "";

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
    ProxyPasswordOptions proxyPassword = new ProxyPasswordOptions();

    @Mixin
    ClientKeyOptions clientKey = new ClientKeyOptions();

    @Mixin
    DialWay way = new DialWay();

    @Mixin
    AdHocOptions withoutEntry = new AdHocOptions();

    DialCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        check();
        try (ClientKeyOptions.Given key = clientKey.read(shell);
                RemoteAccess access = connect()) {
            Entry dialled = entry != null ? access.entry(entry) : key.of(adHoc());
            NotBuilt.refuse(dialled);
            DialRequest request = (entry != null ? DialRequest.of(entry) : DialRequest.of(dialled))
                    .timeouts(
                            seconds(stateTimeout, dialled, EntryOption.STATE_TIMEOUT),
                            seconds(timeout, dialled, EntryOption.DIAL_TIMEOUT))
                    .options(way.options());
            if (entry != null && !server.isEmpty()) {
                request = request.server(server);
            }
            request = request.netns(checked(dialled, EntryOption.NETNS, netns))
                    .table(checked(dialled, EntryOption.TABLE, table));
            DialRun run = new DialRun(this, access, dialled.name(), way);
            if (entry != null && exists(access, dialled.name())) {
                // nobody signs in again: the dial is given the connection that exists (H2)
                return run.dial(request.signIn(user, domain, null));
            }
            try (SignIn signIn = SignIn.find(
                            shell,
                            password,
                            user,
                            dialled.text(EntryOption.USER),
                            entry == null ? null : access.credentials(entry),
                            way.paused);
                    Secret proxySecret = proxyPassword.read(shell)) {
                return run.dial(request.signIn(signIn.user(), domain, signIn.secret())
                        .proxy(proxySecret)
                        .clientKey(key.key()));
            }
        }
    }

    private void check() {
        way.wrong().ifPresent(why -> {
            throw wrong(why);
        });
        if (entry != null && withoutEntry.given()) {
            throw wrong("--protocol, --ca, --proxy and -o are for a dial without an entry;"
                    + " change the entry with: dialtone entry set");
        }
        if (entry != null && clientKey.pkcs12 != null) {
            throw wrong("--client-p12 is for a dial without an entry; give the entry both with:"
                    + " dialtone credentials set " + entry + " --client-p12 FILE");
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

    /// Checked here already, so that nobody is asked for a password first.
    private static String checked(Entry dialled, EntryOption option, String value) {
        return value.isEmpty() ? "" : dialled.with(option, value).text(option);
    }

    private Entry adHoc() {
        // a name may not have the colons of an IPv6 address
        Entry named = Entry.of(server.replace(':', '_')).with(EntryOption.SERVER, server);
        return EntryEdit.apply(named, withoutEntry.changes());
    }

    private boolean exists(RemoteAccess access, String dialled) {
        for (ConnectionStatus status : access.list()) {
            boolean given = way.join || status.state() == ConnectionState.CONNECTED;
            if (status.entry().equals(dialled) && given) {
                return true;
            }
        }
        return false;
    }

    private static Duration seconds(@Nullable Integer given, Entry entry, EntryOption option) {
        return Duration.ofSeconds(given != null ? given : entry.number(option));
    }
}
