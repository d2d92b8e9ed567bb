package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/// What `entry set` and `entry validate` share: an entry as it would be after the changes.
@Command
abstract class EntryChangeCommand extends CliCommand {
    private static final String KEYS = "keys";

    @Mixin
    EntryOptions options = new EntryOptions();

    EntryChangeCommand(Shell shell) {
        super(shell);
    }

    /// The stored entry, or a new one, with the changes made; nothing is stored.
    final Entry changed(RemoteAccess access) {
        return EntryEdit.apply(stored(access), options.changes());
    }

    final void checkForm() {
        for (String change : options.more) {
            if (!EntryEdit.isOne(change)) {
                throw wrong("\"" + change + "\": must be KEY=VALUE");
            }
        }
        EntryName.of(options.name);
    }

    private Entry stored(RemoteAccess access) {
        try {
            return access.entry(options.name);
        } catch (RasException e) {
            if (e.error() == RasError.CANNOT_FIND_PHONEBOOK_ENTRY) {
                return Entry.of(options.name);
            }
            throw e;
        }
    }

    /// Adds the keys to the help, from the table that also decides what is accepted.
    @Spec
    void describeKeys(CommandSpec described) {
        List<String> order = new ArrayList<>(described.usageMessage().sectionKeys());
        order.add(order.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), KEYS);
        described.usageMessage().sectionKeys(order);
        described.usageMessage().sectionMap().put(KEYS, _ -> keys());
    }

    private static String keys() {
        StringBuilder lines = new StringBuilder("\nKeys:\n");
        StringBuilder kept =
                new StringBuilder("\nKeys that are kept, without effect until what they wait for is built:\n");
        for (EntryOption option : EntryOption.values()) {
            if (option == EntryOption.ORIGINAL) {
                // nobody types it; an empty value forgets it
                continue;
            }
            String standard = option.standard().isEmpty() ? "" : " (" + option.standard() + ")";
            String line = String.format(Locale.ROOT, "  %-24s%s%s", option.key(), option.help(), standard);
            option.kept()
                    .ifPresentOrElse(
                            why -> kept.append(line)
                                    .append(" [")
                                    .append(why.until())
                                    .append(why.binding() ? "; a dial refuses it]\n" : "]\n"),
                            () -> lines.append(line).append('\n'));
        }
        return lines.append(kept).toString();
    }
}
