package dev.dialtone.cli;

import dev.dialtone.cli.CompletionWords.Flag;
import dev.dialtone.cli.CompletionWords.Operand;
import java.util.List;
import java.util.stream.Collectors;

/// The script for fish: a line for each thing that may stand somewhere.
final class FishCompletion {
    private static final String BEGIN = """
            # fish completion of dialtone(1), as `dialtone completion fish` makes it: its words are the commands' own.

            # the words before the cursor without options and their values
            function __dialtone_words
                set -l valued %s
                set -l skip no
                for word in (commandline -opc)[2..-1]
                    if test $skip = yes
                        set skip no
                    else if contains -- $word $valued
                        set skip yes
                    else if not string match -q -- '-*' $word
                        printf '%%s\\n' $word
                    end
                end
            end

            # __dialtone_at DEPTH COMMAND FROM TO: whether they begin with that command, which has DEPTH words, and the next
            # operand is one of these
            function __dialtone_at
                set -l words (__dialtone_words)
                test (count $words) -ge $argv[1]; or return 1
                if test $argv[1] -gt 0
                    test "$words[1..$argv[1]]" = "$argv[2]"; or return 1
                end
                set -l next (math (count $words) - $argv[1] + 1)
                test $next -ge $argv[3] -a $next -le $argv[4]
            end

            # names that the manager knows
            function __dialtone_names
                command dialtone completion --names $argv[1] 2>/dev/null
            end

            # KEY=VALUE of an entry
            function __dialtone_changes
            %send

            complete -c dialtone -f
            """;

    private static final int LAST = 9999;

    private FishCompletion() {}

    static String script(CompletionWords root) {
        String valued = root.all()
                .flatMap(command -> command.flags().stream())
                .filter(Flag::takesValue)
                .flatMap(flag -> flag.names().stream())
                .distinct()
                .collect(Collectors.joining(" "));
        StringBuilder text = new StringBuilder(BEGIN.formatted(valued, changes()));
        root.all().forEach(command -> {
            for (CompletionWords sub : command.commands()) {
                text.append("complete -c dialtone -n " + at(command, 1, 1) + " -a " + sub.name() + " -d "
                        + quoted(sub.help()) + "\n");
            }
            command.operands().forEach(operand -> text.append(line(command, operand)));
            command.flags().forEach(flag -> text.append(line(command, flag)));
        });
        return text.toString();
    }

    private static String changes() {
        StringBuilder text = new StringBuilder();
        CompletionValue.keys().forEach((key, words) -> {
            List<String> values = words.isEmpty() ? List.of("") : words;
            values.forEach(value -> text.append(
                    "    printf '%s\\t%s\\n' " + key.key() + "=" + value + " " + quoted(key.help()) + "\n"));
        });
        return text.toString();
    }

    private static String line(CompletionWords command, Operand operand) {
        String offer = offer(operand.value());
        if (offer.isEmpty()) {
            return "";
        }
        int last = operand.isOpen() ? LAST : operand.to();
        return "complete -c dialtone -n " + at(command, operand.from(), last) + offer + "\n";
    }

    private static String line(CompletionWords command, Flag flag) {
        // before the word that a group of commands waits for, and nowhere behind it
        StringBuilder line = new StringBuilder(
                "complete -c dialtone -n " + (command.commands().isEmpty() ? at(command, 1, LAST) : at(command, 1, 1)));
        for (String name : flag.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (flag.takesValue()) {
            line.append(" -r").append(offer(flag.value()));
        }
        return line.append(" -d " + quoted(flag.help()) + "\n").toString();
    }

    private static String at(CompletionWords command, int from, int to) {
        return quoted("__dialtone_at " + command.depth() + " \"" + command.path() + "\" " + from + " " + to);
    }

    private static String offer(CompletionValue value) {
        return switch (value) {
            case CompletionValue.Free() -> "";
            case CompletionValue.Files() -> " -F";
            case CompletionValue.Words(List<String> words) -> " -a " + quoted(String.join(" ", words));
            case CompletionValue.Names(CompletionNames kind) -> " -a '(__dialtone_names " + kind.word() + ")'";
            case CompletionValue.Changes() -> " -a '(__dialtone_changes)'";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
