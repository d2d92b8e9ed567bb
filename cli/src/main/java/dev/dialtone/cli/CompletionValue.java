package dev.dialtone.cli;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.phonebooks.BookFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What a shell may offer for a value on the command line.
sealed interface CompletionValue {
    /// Nothing that we could know.
    record Free() implements CompletionValue {}

    record Files() implements CompletionValue {}

    record Words(List<String> words) implements CompletionValue {}

    /// Names that the manager knows.
    record Names(CompletionNames kind) implements CompletionValue {}

    /// `KEY=VALUE` of an entry.
    record Changes() implements CompletionValue {}

    /// These take a connection that is there, the others one that has ended too.
    Set<String> ACTIVE_ONLY = Set.of("hangup", "answer", "confirm", "exec");

    /// By what the command says of the argument, and its label: labels mean the same wherever they stand.
    ///
    /// @param command the words of the command, joined by spaces
    static CompletionValue of(ArgSpec argument, String command) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            return new Words(
                    StreamSupport.stream(candidates.spliterator(), false).toList());
        }
        if (argument.isOption()) {
            return ofOption(argument, ((OptionSpec) argument).longestName());
        }
        return switch (argument.paramLabel()) {
            case "ENTRY", "NAME" -> new Names(CompletionNames.ENTRIES);
            case "ENTRY|ID" ->
                new Names(ACTIVE_ONLY.contains(command) ? CompletionNames.CONNECTIONS : CompletionNames.ALL);
            default -> ofLabel(argument);
        };
    }

    private static CompletionValue ofOption(ArgSpec option, String name) {
        if (name.equals("--format")) {
            return new Words(
                    Arrays.stream(BookFormat.values()).map(BookFormat::word).toList());
        }
        // a short form of an entry's key takes what the key takes
        List<String> words = EntryOption.ofKey(name.replaceFirst("^-+", ""))
                .map(CompletionValue::choices)
                .orElse(List.of());
        return words.isEmpty() ? ofLabel(option) : new Words(words);
    }

    private static CompletionValue ofLabel(ArgSpec argument) {
        return switch (argument.paramLabel()) {
            case "KEY=VALUE" -> new Changes();
            // of a command that follows, and of its files, the shell knows more than we do
            case "FILE", "DIR", "COMMAND" -> new Files();
            default -> argument.type() == Path.class ? new Files() : new Free();
        };
    }

    /// The keys of an entry, each with what it may be set to; empty when that is no list of words. A key's name is no
    /// secret, but what an import remembers is not typed.
    static Map<EntryOption, List<String>> keys() {
        Map<EntryOption, List<String>> keys = new LinkedHashMap<>();
        for (EntryOption option : EntryOption.values()) {
            if (option != EntryOption.ORIGINAL) {
                keys.put(option, choices(option));
            }
        }
        return keys;
    }

    private static List<String> choices(EntryOption option) {
        return Optional.of(option.kind())
                .filter(OptionKind.Choice.class::isInstance)
                .map(kind -> ((OptionKind.Choice) kind).words())
                .orElse(List.of());
    }
}
