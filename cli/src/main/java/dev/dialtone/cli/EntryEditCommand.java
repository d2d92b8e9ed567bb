package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "edit",
        description = {
            "Opens an entry's text in $VISUAL or $EDITOR, and stores it when it is right, comments and all.",
            "A text that is wrong is not stored and not lost: you are told the line and the column, and may go on with it."
        },
        footer = {
            "  dialtone entry edit office",
            "  EDITOR=nano dialtone entry edit office",
            "  dialtone entry edit office --file office.toml"
        })
final class EntryEditCommand extends CliCommand {
    private static final String TEXT = "text:";

    @Parameters(paramLabel = "NAME", description = "the entry")
    String name = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "store this text and open no editor; makes the entry when there is none")
    @Nullable
    Path file;

    EntryEditCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        EntryName.of(name);
        Path given = file;
        if (given != null) {
            Draft draft = new Draft(given);
            try {
                return stored(store(draft.text()));
            } catch (RasException e) {
                throw placed(e, draft, "");
            }
        }
        String before;
        try (RemoteAccess access = connect()) {
            before = access.entryText(name);
        }
        Draft draft = Draft.of(before, shell.environment());
        while (true) {
            int code = draft.edit(shell.environment());
            String text = draft.text();
            if (text.equals(before) || text.isBlank()) {
                draft.delete();
                return unchanged(code, text.isBlank());
            }
            if (code != 0) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        "the editor " + Draft.editor(shell.environment()) + " ended with " + code
                                + "; nothing was stored. " + kept(draft));
            }
            try {
                Entry entry = store(before, text);
                draft.delete();
                return stored(entry);
            } catch (RasException e) {
                if (!goesOn(e, draft)) {
                    throw placed(e, draft, kept(draft));
                }
            } catch (RuntimeException e) {
                screen.error("dialtone: " + kept(draft));
                throw e;
            }
        }
    }

    private int unchanged(int code, boolean empty) {
        if (code != 0) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "the editor " + Draft.editor(shell.environment()) + " ended with " + code + "; set $EDITOR");
        }
        return done(
                Map.of("name", name, "changed", false),
                empty ? "The text is empty: nothing was stored." : "Nothing was changed.");
    }

    private Entry store(String text) {
        try (RemoteAccess access = connect()) {
            access.setEntryText(name, text);
            return access.entry(name);
        }
    }

    /// What somebody else stored meanwhile is not lost either.
    private Entry store(String before, String text) {
        try (RemoteAccess access = connect()) {
            if (!access.entryText(name).equals(before)) {
                throw RasException.of(
                        RasError.CANNOT_WRITE_PHONEBOOK, "\"" + name + "\" was changed by somebody else meanwhile");
            }
            access.setEntryText(name, text);
            return access.entry(name);
        }
    }

    private int stored(Entry entry) {
        if (entry.text(EntryOption.SERVER).isEmpty()) {
            screen.error("dialtone: warning: \"" + name + "\" has no server yet");
        }
        return done(Wire.of(entry), "Stored \"" + name + "\".");
    }

    /// Whether the person at the terminal wants to mend it.
    private boolean goesOn(RasException wrong, Draft draft) {
        if (json
                || wrong.error() != RasError.CORRUPT_PHONEBOOK
                || !shell.terminal().possible()) {
            return false;
        }
        screen.error(String.valueOf(placed(wrong, draft, "").getMessage()));
        String answer = shell.terminal().line("Edit again? [Y/n] ");
        return answer != null && !answer.strip().toLowerCase(Locale.ROOT).startsWith("n");
    }

    private String kept(Draft draft) {
        return "Your text is in " + draft.file() + ": dialtone entry edit " + name + " --file " + draft.file();
    }

    /// With the place in the file at hand, where the manager named one in the text.
    private static RasException placed(RasException e, Draft draft, String advice) {
        String reason = e.detail().reason();
        String there = reason.startsWith(TEXT) ? draft.file() + reason.substring(TEXT.length() - 1) : reason;
        Failure failure = Failure.of(e.error(), Layer.MANAGER, there);
        return new RasException(advice.isEmpty() ? failure : failure.advise(advice));
    }
}
