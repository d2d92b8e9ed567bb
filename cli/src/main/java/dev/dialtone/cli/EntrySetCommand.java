package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;

@Command(
        name = "set",
        description = {
            "Makes an entry, or changes some options of one and leaves the others as they are.",
            "Unless you are root or of the group dialtone it is one of your own (dialtone entry list), for dials into a"
                    + " network namespace of yours.",
            "Everything is checked first: nothing is stored when one value is wrong."
        },
        footer = {
            "  dialtone entry set office --protocol sstp --server vpn.example.com --ca office-ca.pem --user ann",
            "  dialtone entry set office --split --route 10.0.0.0/8 --route fd00::/8 mtu=1300",
            "  dialtone entry set office --redial 5 --reconnect redial-seconds=10",
            "  dialtone entry set office --always-on",
            "  dialtone entry set office port="
        })
final class EntrySetCommand extends EntryChangeCommand {
    EntrySetCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        checkForm();
        Entry entry;
        try (RemoteAccess access = connect()) {
            entry = changed(access);
            access.setEntry(entry);
        }
        if (entry.text(EntryOption.SERVER).isEmpty()) {
            screen.error("dialtone: warning: \"" + options.name + "\" has no server yet");
        }
        NotBuilt.of(entry)
                .ifPresent(why -> screen.error("dialtone: warning: it cannot be dialled: "
                        + why.detail().reason()));
        new KeptText(screen).warn(entry);
        return done(Wire.of(entry), "Stored \"" + options.name + "\".");
    }
}
