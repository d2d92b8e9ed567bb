package dev.dialtone.cli;

import dev.dialtone.cli.Screen.Style;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands by name.
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("dial", DialCommand.class);
        ALL.put("hangup", HangupCommand.class);
        ALL.put("answer", AnswerCommand.class);
        ALL.put("confirm", ConfirmCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("status", StatusCommand.class);
        ALL.put("watch", WatchCommand.class);
        ALL.put("log", LogCommand.class);
        ALL.put("capture", CaptureCommand.class);
        ALL.put("exec", ExecCommand.class);
        ALL.put("entry", EntryCommand.class);
        ALL.put("credentials", CredentialsCommand.class);
        ALL.put("devices", DevicesCommand.class);
        ALL.put("explain", ExplainCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put(Foreground.DAEMON, Foreground.Daemon.class);
        ALL.put(Foreground.DEMO, Foreground.Demo.class);
        ALL.put("completion", CompletionCommand.class);
    }

    private static final Map<String, Class<?>> OF_ENTRY = new LinkedHashMap<>();

    static {
        OF_ENTRY.put("list", EntryListCommand.class);
        OF_ENTRY.put("show", EntryShowCommand.class);
        OF_ENTRY.put("set", EntrySetCommand.class);
        OF_ENTRY.put("edit", EntryEditCommand.class);
        OF_ENTRY.put("copy", EntryCopyCommand.class);
        OF_ENTRY.put("remove", EntryRemoveCommand.class);
        OF_ENTRY.put("rename", EntryRenameCommand.class);
        OF_ENTRY.put("validate", EntryValidateCommand.class);
        OF_ENTRY.put("import", EntryImportCommand.class);
        OF_ENTRY.put("export", EntryExportCommand.class);
    }

    private static final Map<String, Class<?>> OF_CREDENTIALS = new LinkedHashMap<>();

    static {
        OF_CREDENTIALS.put("set", CredentialsSetCommand.class);
        OF_CREDENTIALS.put("clear", CredentialsClearCommand.class);
        OF_CREDENTIALS.put("show", CredentialsShowCommand.class);
    }

    private static final Map<Class<?>, Map<String, Class<?>>> GROUPS =
            Map.of(EntryCommand.class, OF_ENTRY, CredentialsCommand.class, OF_CREDENTIALS);

    /// What is asked most and means something without options: no arguments are read then, which takes longer than the
    /// answer. `dist/java.sh` names them, too: they start from a cache of their own.
    static final Map<List<String>, Function<Shell, CliCommand>> ALONE =
            Map.of(List.of("list"), ListCommand::new, List.of("entry", "list"), EntryListCommand::new);

    private Commands() {}

    /// The command for these arguments, ready to be called; empty when they must be read.
    static Optional<CliCommand> alone(Shell shell, List<String> arguments) {
        return Optional.ofNullable(ALONE.get(arguments)).map(made -> made.apply(shell));
    }

    /// The parser for these arguments. It reads the annotations of the command that is named, or of all
    /// when none is: reading all of them would be most of the time that a short command takes.
    static CommandLine parser(Shell shell, List<String> arguments) {
        IFactory factory = new ShellFactory(shell);
        CommandLine parser = new CommandLine(new Dialtone(shell), factory);
        add(parser, ALL, arguments, factory);
        Screen screen = shell.screen();
        parser.setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8));
        parser.setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8));
        parser.setColorScheme(CommandLine.Help.defaultColorScheme(screen.styled() ? Ansi.ON : Ansi.OFF));
        parser.setExpandAtFiles(false);
        parser.setParameterExceptionHandler((e, _) -> wrong(e, screen));
        return parser;
    }

    private static void add(CommandLine to, Map<String, Class<?>> commands, List<String> arguments, IFactory factory) {
        Optional<String> named = arguments.stream().findFirst().filter(commands::containsKey);
        List<String> rest = named.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        commands.forEach((name, type) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                CommandLine command = new CommandLine(type, factory);
                add(command, GROUPS.getOrDefault(type, Map.of()), rest, factory);
                to.addSubcommand(name, command);
            }
        });
    }

    private static int wrong(ParameterException e, Screen screen) {
        String message = e.getMessage();
        screen.error(Style.BAD, "dialtone: " + (message == null ? "the command was wrong" : message));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                screen.error("  perhaps  " + String.join(", ", near));
            }
        }
        screen.error("  help     " + e.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help");
        return ExitCode.WRONG_COMMAND;
    }

    /// Makes commands, which all take the shell.
    private record ShellFactory(Shell shell) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Shell.class) {
                    return type.cast(constructor.newInstance(shell));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
