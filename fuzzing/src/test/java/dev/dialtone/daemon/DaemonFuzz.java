package dev.dialtone.daemon;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Places;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import dev.dialtone.fuzz.Quiet;
import dev.dialtone.fuzz.Scratch;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The HTTP API through a real daemon and a real manager, on a socket of this process. Only the dial itself is
/// refused:
/// nothing leaves the machine.
class DaemonFuzz {
    private static final Path PLACE = Scratch.directory("daemon");
    private static final String PASSWORD = "hunter2-of-ann";
    private static Path socket;

    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"};
    private static final String[] PATHS = {
        "manager",
        "devices",
        "doctor",
        "errors/*",
        "connections",
        "connections/*",
        "connections/*/log",
        "connections/*/notifications",
        "connections/*/projection",
        "leases",
        "entries",
        "entries/*",
        "entries/*/credentials",
        "secrets",
        "events",
        "*",
        "connections/*/capture",
        "history",
        "metrics"
    };
    private static final String[] FIELDS = {
        "",
        "Origin: http://x\r\n",
        "Last-Event-ID: 1\r\n",
        "Content-Type: application/json\r\n",
        "Dialtone-Lease: x\r\n"
    };

    static {
        Quiet.logs();
    }

    private static synchronized Path socket() {
        if (socket == null) {
            Manager manager = Manager.start(
                    new ManagerConfig(PLACE.resolve("config"), PLACE.resolve("state"), new MemoryHost(), (_, _, _) -> {
                        throw new IllegalStateException("nothing is dialled here");
                    }));
            manager.setEntry(Entry.of("office").with(EntryOption.SERVER, "vpn.example.test"));
            manager.setCredentials("office", "ann", "", Secret.ofChars(PASSWORD.toCharArray()));
            Daemon daemon = Daemon.start(PLACE.resolve("s"), caller -> undialling(manager.view(caller)));
            socket = daemon.socket();
        }
        return socket;
    }

    private static RemoteAccess undialling(RemoteAccess view) {
        return (RemoteAccess) Proxy.newProxyInstance(
                RemoteAccess.class.getClassLoader(), new Class<?>[] {RemoteAccess.class}, (_, method, arguments) -> {
                    if (method.getName().equals("dial")) {
                        throw RasException.of(RasError.DIAL_ALREADY_IN_PROGRESS, "nothing is dialled here");
                    }
                    try {
                        return method.invoke(view, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /// Every request gets an answer of HTTP and JSON, none of them 500, and no secret in it.
    @FuzzTest
    void request(byte[] data) throws IOException {
        Input input = new Input(data);
        Answer answer = Answer.to(socket(), bytes(input));
        if (answer.status() == 0) {
            return;
        }
        Check.that(answer.status() != 500, "the daemon failed: " + answer.text());
        Check.that(input.says(PASSWORD) || !answer.text().contains(PASSWORD), "a secret in an answer");
        if (answer.status() >= 400 && !answer.body().isEmpty()) {
            JsonObject refusal = Json.object(answer.body());
            Check.that(refusal.number("error") > 0, "a refusal has its number");
        }
    }

    private static byte[] bytes(Input input) {
        int kind = input.u8();
        if ((kind & 7) == 7) {
            return input.rest();
        }
        String path = input.pick(PATHS).replace("*", (kind & 8) == 0 ? "office" : segment(input));
        String query = (kind & 16) == 0 ? "" : "?" + latin(input);
        String line = input.pick(METHODS) + " /v1/" + path + query + " HTTP/1.1\r\n";
        String fields = input.pick(FIELDS) + ((kind & 32) == 0 ? "" : "X: " + segment(input) + "\r\n");
        byte[] body = input.rest();
        String head = line + "Host: localhost\r\nConnection: close\r\n" + fields + "Content-Length: " + body.length
                + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /// Anything that does not end the request's line.
    private static String latin(Input input) {
        return new String(input.counted(), StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x20\\x7f]", "");
    }

    private static String segment(Input input) {
        return latin(input).replaceAll("[/?#]", "");
    }

    /// Words on the daemon's command line are options or refused with a reason.
    @FuzzTest
    void options(byte[] data) {
        Input input = new Input(data);
        List<String> words = new ArrayList<>();
        while (input.more()) {
            words.add((input.flag() ? "--socket" : "") + input.text(input.below(16)));
        }
        try {
            DaemonOptions.of(words, _ -> new Places(PLACE, PLACE, PLACE), data.length % 2 == 0);
        } catch (IllegalArgumentException e) {
            Check.that(e.getMessage() != null, "a refusal says why");
        }
    }
}
