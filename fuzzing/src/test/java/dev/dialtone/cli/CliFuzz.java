package dev.dialtone.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.Entry;
import dev.dialtone.api.Json;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import dev.dialtone.fuzz.Quiet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Any words on the command line, with a manager in memory that knows one entry, and with none.
class CliFuzz {
    private static final int ENOENT = 2;
    private static final String[] WORDS = {
        "exec",
        "--netns",
        "--table",
        "dial",
        "hangup",
        "list",
        "status",
        "watch",
        "log",
        "entry",
        "credentials",
        "devices",
        "explain",
        "doctor",
        "completion",
        "set",
        "show",
        "clear",
        "rename",
        "remove",
        "validate",
        "--json",
        "--debug",
        "--help",
        "--user",
        "--domain",
        "--server",
        "--timeout",
        "--protocol",
        "--port",
        "--route",
        "--split",
        "--password-stdin",
        "--all",
        "--no-wait",
        "--since",
        "--socket",
        "--version",
        "office",
        "691",
        "mtu=1400",
        "server=vpn.example.test",
        "bash",
        "--",
        "-",
        "",
        "=",
        "--entry",
        "--full",
        "--user=ann",
        "--background",
        "daemon",
        "--failed",
        "--until",
        "--state",
        "2h"
    };
    private static final Set<Integer> CODES = Set.of(
            ExitCode.DONE,
            ExitCode.FAILED,
            ExitCode.WRONG_COMMAND,
            ExitCode.NO_MANAGER,
            ExitCode.NOT_PERMITTED,
            ExitCode.INTERRUPTED);

    static {
        Quiet.logs();
    }

    @FuzzTest
    void arguments(byte[] data) {
        Input input = new Input(data);
        boolean manager = input.flag();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 12 && input.more(); i++) {
            int choice = input.u8();
            words.add(
                    choice < 200
                            ? WORDS[choice % WORDS.length]
                            : input.text(choice - 200).replace("\0", ""));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(words, shell(manager, new Screen(print(out), print(err), false, false)));
        Check.that(CODES.contains(code), "exit code " + code + " is not one of the contract's");
        String said = out.toString(StandardCharsets.UTF_8);
        String complained = err.toString(StandardCharsets.UTF_8);
        Check.that(
                code == ExitCode.DONE || code == ExitCode.INTERRUPTED || !complained.isBlank() || !said.isBlank(),
                "a failure says why");
        Check.that(plain(said) && plain(complained), "no control character reaches the terminal");
        Check.that(
                words.contains("--debug") || !complained.contains("\tat "), "no stack trace without --debug " + words);
        Check.that(code != ExitCode.FAILED || complained.contains("RAS_ERROR="), "a failure has its number");
        if (words.contains("--json") && code == ExitCode.DONE && said.startsWith("{")) {
            said.lines().forEach(Json::object);
        }
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, false, StandardCharsets.UTF_8);
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
    }

    private static Shell shell(boolean manager, Screen screen) {
        return new Shell(
                path -> {
                    if (!manager) {
                        throw new NoManagerException("nobody listens on " + path, "start one");
                    }
                    return access();
                },
                screen,
                new ByteArrayInputStream("pass\nword".getBytes(StandardCharsets.UTF_8)),
                Map.of("DIALTONE_SOCKET", "/run/fuzz.sock"),
                false,
                new Nobody(),
                action -> {
                    // Ctrl-C at once: nothing waits for ever
                    action.run();
                    return () -> {};
                },
                new NoSuccessor());
    }

    private static final class NoSuccessor implements Successor {
        @Override
        public int start(List<String> command) {
            return ENOENT;
        }

        @Override
        public int startInside(String namespace, List<String> command) {
            return ENOENT;
        }
    }

    private static RemoteAccess access() {
        return (RemoteAccess) Proxy.newProxyInstance(
                RemoteAccess.class.getClassLoader(),
                new Class<?>[] {RemoteAccess.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "entries" -> List.of(Entry.of("office"));
                    case "entry" -> entry((String) arguments[0]);
                    case "list", "doctor", "history" -> List.of();
                    case "devices" -> List.of(new Device("vpn", "SSTP", true, "PPP over TLS"));
                    case "credentials" -> new CredentialsInfo((String) arguments[0], "ann", "", true);
                    case "info" -> new ManagerInfo("0", 1, 1);
                    case "watchAll" -> (Subscription) () -> {};
                    case "dial", "dialAndWait", "connection" ->
                        throw RasException.of(RasError.INVALID_HANDLE, "there is no connection");
                    default -> null;
                });
    }

    private static Entry entry(String name) {
        return Optional.of(Entry.of("office"))
                .filter(entry -> entry.name().equals(name))
                .orElseThrow(() -> RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no such entry"));
    }

    private static final class Nobody implements Terminal {
        @Override
        public boolean possible() {
            return false;
        }

        @Override
        public @Nullable String line(String question) {
            return null;
        }

        @Override
        public char @Nullable [] secret(String question) {
            return null;
        }
    }
}
