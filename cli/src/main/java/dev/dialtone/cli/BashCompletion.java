package dev.dialtone.cli;

import dev.dialtone.api.EntryOption;
import dev.dialtone.cli.CompletionWords.Flag;
import dev.dialtone.cli.CompletionWords.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The script for bash. It needs nothing of the bash-completion package.
final class BashCompletion {
    private static final String BEGIN = """
            # bash completion of dialtone(1), as `dialtone completion bash` makes it: its words are the commands' own.

            # of what is typed: the words that begin so
            _dialtone_words() {
              local word
              for word; do
                if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
              done
            }

            # of what is typed, which may be quoted: names that the manager knows. A name is whatever its phone book says: it is
            # quoted so that the shell takes it for one word and runs nothing in it.
            _dialtone_names() {
              local name typed=$cur quote=''
              case $cur in
                \\"* | \\'*) quote=${cur:0:1} typed=${cur:1} ;;
                *) typed=${cur//\\\\/} ;;
              esac
              while IFS= read -r name; do
                [[ $name == "$typed"* ]] || continue
                case $quote in
                  '') printf -v name %q "$name" ;;
                  \\") name=${name//\\\\/\\\\\\\\} name=${name//\\"/\\\\\\"} name=${name//\\$/\\\\\\$} name=${name//\\`/\\\\\\`} ;;
                  *) name=${name//\\'/$'\\'\\\\\\'\\''} ;;
                esac
                COMPREPLY+=("$name")
              done < <(command dialtone completion --names "$1" 2>/dev/null)
            }

            _dialtone_files() {
              compopt -o default
            }

            """;

    private static final String END = """
            _dialtone() {
              local cur word path='' commands flags valued flag='' operands=0 i words=()
              COMPREPLY=()
              # bash parts words at `=`: --user=ann and mtu=1300 are one
              for ((i = 1; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if ((i > 1)) && [[ -n $word ]] && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
                  words[${#words[@]} - 1]+=$word
                else
                  words+=("$word")
                fi
              done
              cur=${words[${#words[@]} - 1]}
              unset "words[${#words[@]} - 1]"
              _dialtone_command ''
              for word in "${words[@]}"; do
                if [[ -n $flag ]]; then
                  flag=''
                elif [[ $word == -* ]]; then
                  if [[ " $valued " == *" $word "* ]]; then flag=$word; fi
                elif [[ -n $word && " $commands " == *" $word "* ]]; then
                  path=${path:+$path }$word
                  _dialtone_command "$path"
                else
                  operands=$((operands + 1))
                fi
              done
              if [[ -n $flag ]]; then
                _dialtone_value "$path $flag"
              elif [[ $cur == --*=* ]]; then
                flag=${cur%%=*} cur=${cur#*=}
                _dialtone_value "$path $flag"
              elif [[ $cur == -* ]]; then
                _dialtone_words $flags
              elif [[ -n $commands ]]; then
                _dialtone_words $commands
              else
                _dialtone_value "$path $((operands + 1))"
              fi
            }

            complete -F _dialtone dialtone
            """;

    private BashCompletion() {}

    static String script(CompletionWords root) {
        return BEGIN + changes() + commands(root) + values(root) + END;
    }

    private static String changes() {
        Map<EntryOption, List<String>> keys = CompletionValue.keys();
        StringBuilder text = new StringBuilder("# KEY=VALUE of an entry\n_dialtone_changes() {\n");
        text.append("  if [[ $cur == *=* ]]; then\n    local key=${cur%%=*}\n    cur=${cur#*=}\n    case $key in\n");
        Map<String, List<String>> byWords = new LinkedHashMap<>();
        keys.forEach((key, words) -> {
            if (!words.isEmpty()) {
                byWords.computeIfAbsent(String.join(" ", words), _ -> new ArrayList<>())
                        .add(key.key());
            }
        });
        byWords.forEach(
                (words, of) -> text.append("      " + String.join(" | ", of) + ") _dialtone_words " + words + " ;;\n"));
        text.append("      ca) if [[ -z $cur ]]; then COMPREPLY=(@); compopt -o nospace; fi ;;\n");
        text.append("    esac\n  else\n    compopt -o nospace\n    _dialtone_words");
        keys.keySet().forEach(key -> text.append(" " + key.key() + "="));
        return text.append("\n  fi\n}\n\n").toString();
    }

    private static String commands(CompletionWords root) {
        StringBuilder text = new StringBuilder("# of a command: those that may follow it, its options, and which take a"
                + " value\n_dialtone_command() {\n  case $1 in\n");
        root.all().forEach(command -> {
            String names =
                    command.commands().stream().map(CompletionWords::name).collect(Collectors.joining(" "));
            text.append("    '" + command.path() + "')\n      commands='" + names + "'\n");
            text.append("      flags='" + flags(command, false) + "'\n");
            text.append("      valued='" + flags(command, true) + "'\n      ;;\n");
        });
        return text.append("  esac\n}\n\n").toString();
    }

    private static String flags(CompletionWords command, boolean valuedOnly) {
        return command.flags().stream()
                .filter(flag -> !valuedOnly || flag.takesValue())
                .flatMap(flag -> flag.names().stream())
                .collect(Collectors.joining(" "));
    }

    /// Each place of a value once, those with the same offer on one line.
    private static String values(CompletionWords root) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        root.all().forEach(command -> {
            for (Operand operand : command.operands()) {
                add(places, operand.value(), patterns(command.path(), operand));
            }
            for (Flag flag : command.flags()) {
                if (flag.takesValue()) {
                    add(
                            places,
                            flag.value(),
                            flag.names().stream()
                                    .map(name -> "'" + command.path() + " " + name + "'")
                                    .toList());
                }
            }
        });
        StringBuilder text = new StringBuilder("# of an option or the Nth operand of a command: what it may"
                + " be\n_dialtone_value() {\n  case $1 in\n");
        places.forEach((offer, of) -> text.append("    " + String.join(" | ", of) + ") " + offer + " ;;\n"));
        return text.append("  esac\n}\n\n").toString();
    }

    private static void add(Map<String, List<String>> places, CompletionValue value, List<String> patterns) {
        String offer = switch (value) {
            case CompletionValue.Free() -> "";
            case CompletionValue.Files() -> "_dialtone_files";
            case CompletionValue.Words(List<String> words) -> "_dialtone_words " + String.join(" ", words);
            case CompletionValue.Names(CompletionNames kind) -> "_dialtone_names " + kind.word();
            case CompletionValue.Changes() -> "_dialtone_changes";
        };
        if (!offer.isEmpty()) {
            places.computeIfAbsent(offer, _ -> new ArrayList<>()).addAll(patterns);
        }
    }

    private static List<String> patterns(String path, Operand operand) {
        return operand.isOpen()
                ? List.of("'" + path + " '[" + operand.from() + "-9]", "'" + path + " '[1-9][0-9]*")
                : List.of("'" + path + " " + operand.from() + "'");
    }
}
