package dev.dialtone.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = {
            "Prints a script that teaches a shell to complete this command's words, and the names of entries and"
                    + " connections by asking the manager. Needs no manager itself.",
            "The Debian package has the scripts where the shells look for them."
        },
        footer = {
            "  source <(dialtone completion bash)              in ~/.bashrc; zsh likewise, after compinit",
            "  dialtone completion fish >~/.config/fish/completions/dialtone.fish",
            "  dialtone completion --names entries             what the scripts ask, a name a line"
        })
final class CompletionCommand extends CliCommand {
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";
    private static final String FISH = "fish";

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            completionCandidates = Shells.class,
            description = "bash (if none is named), zsh or fish")
    String kind = BASH;

    @Option(
            names = "--names",
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = "instead: entries, connections (those that have not ended) or all; nothing when no manager"
                    + " answers within a second")
    @Nullable
    String names;

    CompletionCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        return names != null ? names(names) : script();
    }

    private int names(String wanted) {
        CompletionNames asked = Arrays.stream(CompletionNames.values())
                .filter(one -> one.word().equals(wanted))
                .findFirst()
                .orElseThrow(() -> wrong("--names: " + wanted + " is none of " + String.join(", ", new Kinds().all())));
        for (String name : asked.ask(this::connect)) {
            if (json) {
                screen.json(Map.of("name", name));
            } else {
                screen.line(name);
            }
        }
        return ExitCode.DONE;
    }

    private int script() {
        CompletionWords words = CompletionWords.of(Commands.parser(shell, List.of()));
        String script = switch (kind) {
            case BASH -> BashCompletion.script(words);
            case ZSH -> ZshCompletion.script(words);
            case FISH -> FishCompletion.script(words);
            default ->
                throw wrong(
                        "there is no completion for " + kind + ", only for " + String.join(", ", new Shells().all()));
        };
        if (json) {
            screen.json(Map.of(kind, script));
        } else {
            screen.show(script.stripTrailing());
        }
        return ExitCode.DONE;
    }

    /// The shells there is a script for.
    static final class Shells extends Candidates {
        @Override
        List<String> all() {
            return List.of(BASH, ZSH, FISH);
        }
    }

    /// The kinds of names.
    static final class Kinds extends Candidates {
        @Override
        List<String> all() {
            return Arrays.stream(CompletionNames.values())
                    .map(CompletionNames::word)
                    .collect(Collectors.toList());
        }
    }

    /// As picocli wants them.
    abstract static class Candidates implements Iterable<String> {
        abstract List<String> all();

        @Override
        public final java.util.Iterator<String> iterator() {
            return all().iterator();
        }
    }
}
