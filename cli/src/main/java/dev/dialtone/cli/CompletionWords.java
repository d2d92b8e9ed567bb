package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A command and all that may stand after it, as the scripts for shells need it: read from the command itself, so that
/// they offer what it accepts.
///
/// @param path     its words joined by spaces, without `dialtone`
/// @param help     one phrase
/// @param commands that may follow; one with these takes no operands
record CompletionWords(
        String path, String help, List<Flag> flags, List<Operand> operands, List<CompletionWords> commands) {

    /// An option.
    ///
    /// @param label of its value; empty when it takes none
    /// @param again whether it may be repeated
    record Flag(List<String> names, String label, CompletionValue value, boolean again, String help) {
        boolean takesValue() {
            return !label.isEmpty();
        }
    }

    /// What stands without a name before it.
    ///
    /// @param from counted from 1
    /// @param to   the last place it may stand at
    record Operand(int from, int to, String label, CompletionValue value) {
        boolean isOpen() {
            return to == Integer.MAX_VALUE;
        }
    }

    static CompletionWords of(CommandLine parser) {
        return of("", parser);
    }

    private static CompletionWords of(String path, CommandLine parser) {
        CommandSpec spec = parser.getCommandSpec();
        List<CompletionWords> commands = new ArrayList<>();
        parser.getSubcommands().forEach((name, sub) -> {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                commands.add(of(path.isEmpty() ? name : path + " " + name, sub));
            }
        });
        List<Flag> flags = spec.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> new Flag(
                        // the longest first: it says what it means
                        Stream.of(option.names())
                                .sorted((a, b) -> b.length() - a.length())
                                .toList(),
                        option.arity().max() > 0 ? option.paramLabel() : "",
                        CompletionValue.of(option, path),
                        option.isMultiValue(),
                        phrase(option.description())))
                .toList();
        List<Operand> operands = spec.positionalParameters().stream()
                .map(operand -> new Operand(
                        operand.index().min() + 1,
                        operand.isMultiValue()
                                ? Integer.MAX_VALUE
                                : operand.index().min() + 1,
                        operand.paramLabel(),
                        CompletionValue.of(operand, path)))
                .toList();
        return new CompletionWords(path, phrase(spec.usageMessage().description()), flags, operands, commands);
    }

    /// This one and all below it.
    Stream<CompletionWords> all() {
        return Stream.concat(Stream.of(this), commands.stream().flatMap(CompletionWords::all));
    }

    /// The last word of the path.
    String name() {
        return path.substring(path.lastIndexOf(' ') + 1);
    }

    /// How many words the path has.
    int depth() {
        return path.isEmpty() ? 0 : path.split(" ", -1).length;
    }

    /// The first sentence, or the part of it that stands alone.
    private static String phrase(String[] description) {
        String text = description.length == 0 ? "" : description[0];
        return text.split("\\. |; ", 2)[0].replaceFirst("\\.$", "");
    }
}
