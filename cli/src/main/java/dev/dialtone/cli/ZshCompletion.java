package dev.dialtone.cli;

import dev.dialtone.cli.CompletionWords.Flag;
import dev.dialtone.cli.CompletionWords.Operand;
import java.util.ArrayList;
import java.util.List;

/// The script for zsh: a function for `_arguments` of each command.
final class ZshCompletion {
    private static final String BEGIN = """
            #compdef dialtone
            # zsh completion of dialtone(1), as `dialtone completion zsh` makes it: its words are the commands' own.

            # names that the manager knows
            _dialtone_names() {
              local -a names
              names=(${(f)"$(command dialtone completion --names $1 2>/dev/null)"})
              compadd -a names
            }

            """;

    private static final String END = """
            _dialtone() {
              local curcontext="$curcontext" state state_descr line
              typeset -A opt_args
              _dialtone_at_
            }

            # read from a folder of fpath this file is the function itself, sourced it is not
            if [[ $funcstack[1] == _dialtone ]]; then
              _dialtone "$@"
            else
              compdef _dialtone dialtone
            fi
            """;

    private ZshCompletion() {}

    static String script(CompletionWords root) {
        StringBuilder text = new StringBuilder(BEGIN).append(changes());
        root.all().forEach(command -> text.append(function(command)));
        return text.append(END).toString();
    }

    private static String changes() {
        StringBuilder text = new StringBuilder("# KEY=VALUE of an entry\n_dialtone_changes() {\n  local -a keys\n");
        text.append("  if compset -P '*='; then\n    case ${IPREFIX%=} in\n");
        CompletionValue.keys().forEach((key, words) -> {
            if (!words.isEmpty()) {
                text.append("      *" + key.key() + ") compadd " + String.join(" ", words) + " ;;\n");
            }
        });
        text.append("      *ca) if compset -P @; then _files; else compadd -S '' @; fi ;;\n");
        text.append("    esac\n  else\n    keys=(\n");
        CompletionValue.keys().forEach((key, _) -> text.append("      " + quoted(key.key() + ":" + key.help()) + "\n"));
        return text.append("    )\n    _describe -t keys 'option of the entry' keys -S = -q\n  fi\n}\n\n")
                .toString();
    }

    private static String function(CompletionWords command) {
        List<String> specs = new ArrayList<>();
        command.flags().forEach(flag -> flag.names().forEach(name -> specs.add(spec(flag, name))));
        StringBuilder text = new StringBuilder("_dialtone_at_" + command.path().replace(' ', '_') + "() {\n");
        if (command.commands().isEmpty()) {
            command.operands().forEach(operand -> specs.add(spec(operand)));
            return text.append(arguments("  _arguments", specs)).append("}\n\n").toString();
        }
        text.append("  local -a commands\n  commands=(\n");
        command.commands().forEach(sub -> text.append("    " + quoted(sub.name() + ":" + sub.help()) + "\n"));
        text.append("  )\n  state=''\n");
        specs.add("'1: :->command'");
        specs.add("'*:: :->rest'");
        text.append(arguments("  _arguments -C", specs));
        text.append("  case $state in\n    command) _describe -t commands command commands ;;\n");
        text.append("    rest)\n      case $words[1] in\n");
        for (CompletionWords sub : command.commands()) {
            text.append("        " + sub.name() + ") _dialtone_at_" + sub.path().replace(' ', '_') + " ;;\n");
        }
        return text.append("      esac\n      ;;\n  esac\n}\n\n").toString();
    }

    private static String arguments(String command, List<String> specs) {
        return command + " \\\n    " + String.join(" \\\n    ", specs) + "\n";
    }

    private static String spec(Flag flag, String name) {
        String once = flag.again() ? "*" : "(" + String.join(" ", flag.names()) + ")";
        String value = !flag.takesValue() ? "" : ":" + message(flag.label()) + ":" + action(flag.value());
        String equals = flag.takesValue() && name.startsWith("--") ? "=" : "";
        return quoted(once + name + equals + "[" + explanation(flag.help()) + "]" + value);
    }

    private static String spec(Operand operand) {
        String place = operand.isOpen() ? "*" : Integer.toString(operand.from());
        return quoted(place + ":" + message(operand.label()) + ":" + action(operand.value()));
    }

    private static String action(CompletionValue value) {
        return switch (value) {
            // a space: there is nothing to do, which is not the same as no action
            case CompletionValue.Free() -> " ";
            case CompletionValue.Files() -> "_files";
            case CompletionValue.Words(List<String> words) -> "(" + String.join(" ", words) + ")";
            // after a space the words stay as they are; otherwise options of compadd come between them
            case CompletionValue.Names(CompletionNames kind) -> " _dialtone_names " + kind.word();
            case CompletionValue.Changes() -> " _dialtone_changes";
        };
    }

    private static String explanation(String help) {
        return help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    }

    private static String message(String label) {
        return label.replace("\\", "\\\\").replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
