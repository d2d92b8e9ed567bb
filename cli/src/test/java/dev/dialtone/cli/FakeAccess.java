package dev.dialtone.cli;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A manager in memory: a phone book, stored sign-ins, and connections that do what the test says.
final class FakeAccess implements RemoteAccess {
    final Map<String, Entry> book = new LinkedHashMap<>();
    final Map<String, CredentialsInfo> signIns = new LinkedHashMap<>();
    final Map<String, String> passwords = new LinkedHashMap<>();
    final Map<String, String> proxyPasswords = new LinkedHashMap<>();
    final Map<String, byte[]> clientKeys = new LinkedHashMap<>();
    final Map<String, String> comments = new LinkedHashMap<>();
    final List<FakeConnection> connections = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    final List<AccessEvent> events = new ArrayList<>();

    @Nullable
    DialRequest dialled;

    @Nullable
    String dialledPassword;

    byte @Nullable [] dialledClientKey;

    @Nullable
    String dialledProxyPassword;

    @Nullable
    RuntimeException refusal;

    /// What the history holds, whatever is asked, and what was asked.
    final List<ConnectionSummary> past = new ArrayList<>();

    HistoryFilter asked = HistoryFilter.ALL;
    boolean gone;

    @Nullable
    CaptureOptions captured;

    /// What a capture gives.
    FakeCapture capture = new FakeCapture();
    String refuseToSet = "";

    /// What a dial does once its observer is there.
    Consumer<FakeConnection> script = FakeConnection::connected;

    /// What a hang-up of a dialled connection finds happening just before it.
    Consumer<FakeConnection> hangUpAfter = c -> {};

    FakeAccess with(Entry entry) {
        book.put(entry.name(), entry);
        return this;
    }

    FakeAccess with(FakeConnection connection) {
        connections.add(connection);
        return this;
    }

    private void check() {
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        check();
        dialled = request;
        Secret password = request.password();
        dialledPassword =
                password == null ? null : password.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8));
        Secret clientKey = request.clientKey();
        dialledClientKey = clientKey == null ? null : clientKey.useUtf8(byte[]::clone);
        Secret proxyPassword = request.proxyPassword();
        dialledProxyPassword = proxyPassword == null
                ? null
                : proxyPassword.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8));
        Entry adHoc = request.adHoc();
        String name = adHoc == null ? String.valueOf(request.entry()) : adHoc.name();
        if (adHoc == null) {
            // who dials what is there is given what is there (H2)
            Optional<FakeConnection> there = connections.stream()
                    .filter(c -> c.active() && c.status().entry().equals(name))
                    .findFirst();
            if (there.isPresent()) {
                there.get().references++;
                boolean up = there.get().status().state() == ConnectionState.CONNECTED;
                Subscription _ = there.get().watch(up ? there.get().log().size() - 1 : 0, observer);
                Thread.ofVirtual().start(() -> script.accept(there.get()));
                return there.get();
            }
        }
        FakeConnection connection = new FakeConnection("c-" + (connections.size() + 1), name);
        connection.hangUpAfter = hangUpAfter;
        connections.add(connection);
        Subscription _ = connection.watch(0, observer);
        Thread.ofVirtual().start(() -> script.accept(connection));
        return connection;
    }

    @Override
    public Connection connection(String target) {
        check();
        return connections.reversed().stream()
                .filter(c -> c.id().equals(target) || c.status().entry().equals(target))
                .findFirst()
                .orElseThrow(
                        () -> RasException.of(RasError.INVALID_HANDLE, "there is no connection \"" + target + "\""));
    }

    @Override
    public List<ConnectionStatus> list() {
        check();
        return connections.stream()
                .filter(FakeConnection::active)
                .map(FakeConnection::status)
                .toList();
    }

    @Override
    public List<ConnectionSummary> history(HistoryFilter filter) {
        check();
        asked = filter;
        return past;
    }

    @Override
    public Subscription watchAll(long since, EventObserver observer) {
        check();
        events.stream().filter(e -> e.seq() > since).forEach(observer::onEvent);
        return () -> {};
    }

    @Override
    public Capture capture(String target, CaptureOptions options) {
        check();
        captured = options;
        return capture;
    }

    @Override
    public List<Entry> entries() {
        check();
        return book.values().stream()
                .map(entry -> entry.with(EntryOption.ORIGINAL, ""))
                .toList();
    }

    @Override
    public Entry entry(String name) {
        check();
        // of the system's book
        String called = name.startsWith("/") ? name.substring(1) : name;
        return Optional.ofNullable(book.get(called))
                .orElseThrow(() ->
                        RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry \"" + name + "\""));
    }

    @Override
    public void setEntry(Entry entry) {
        check();
        if (entry.name().equals(refuseToSet)) {
            throw RasException.of(RasError.CANNOT_WRITE_PHONEBOOK, "the disk is full");
        }
        book.put(entry.name(), entry);
    }

    /// As a manager keeps it, but for the form of values: one `key = "value"` a line.
    @Override
    public String entryText(String name) {
        Entry entry = entry(name);
        StringBuilder text = new StringBuilder(comments.getOrDefault(name, ""));
        entry.with(EntryOption.ORIGINAL, "")
                .values()
                .forEach((option, value) -> text.append(option.key() + " = \"" + value + "\"\n"));
        return text.toString();
    }

    @Override
    public void setEntryText(String name, String text) {
        check();
        Entry entry = Entry.of(name);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                comments.put(name, line + "\n");
                continue;
            }
            String[] parts = line.split(" = ", 2);
            if (parts.length < 2 || EntryOption.ofKey(parts[0]).isEmpty()) {
                throw RasException.of(
                        RasError.CORRUPT_PHONEBOOK,
                        "text:" + number + ":1 " + parts[0] + ": found no such option, expected perhaps one of server");
            }
            entry = entry.with(parts[0], parts[1].replace("\"", ""));
        }
        setEntry(entry);
    }

    @Override
    public void removeEntry(String name) {
        Entry entry = entry(name);
        if (list().stream().anyMatch(s -> s.entry().equals(name))) {
            throw RasException.of(RasError.CANNOT_DELETE, "\"" + name + "\" is in use");
        }
        book.remove(entry.name());
    }

    @Override
    public void renameEntry(String name, String newName) {
        Entry entry = entry(name);
        if (book.containsKey(newName)) {
            throw RasException.of(RasError.ALREADY_EXISTS, "there is an entry \"" + newName + "\" already");
        }
        if (list().stream().anyMatch(s -> s.entry().equals(name))) {
            throw RasException.of(RasError.CANNOT_DELETE, "\"" + name + "\" is in use");
        }
        book.remove(name);
        book.put(newName, entry.renamed(newName));
        CredentialsInfo stored = signIns.remove(name);
        if (stored != null) {
            signIns.put(
                    newName,
                    new CredentialsInfo(
                            newName,
                            stored.user(),
                            stored.domain(),
                            stored.passwordStored(),
                            stored.proxyPasswordStored()));
        }
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        CredentialsInfo before = credentials(entry);
        signIns.put(
                entry,
                new CredentialsInfo(
                        entry,
                        user,
                        domain,
                        before.passwordStored() || password != null,
                        before.proxyPasswordStored()));
        if (password != null) {
            passwords.put(entry, password.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        CredentialsInfo before = credentials(entry);
        signIns.put(entry, new CredentialsInfo(entry, before.user(), before.domain(), before.passwordStored(), true));
        proxyPasswords.put(entry, password.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public void setClientKey(String entry, Secret key) {
        CredentialsInfo before = credentials(entry);
        signIns.put(
                entry,
                new CredentialsInfo(
                        entry,
                        before.user(),
                        before.domain(),
                        before.passwordStored(),
                        before.proxyPasswordStored(),
                        true,
                        ""));
        clientKeys.put(entry, key.useUtf8(byte[]::clone));
    }

    @Override
    public void clearCredentials(String entry) {
        entry(entry);
        signIns.remove(entry);
        passwords.remove(entry);
        proxyPasswords.remove(entry);
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        entry(entry);
        return signIns.getOrDefault(entry, new CredentialsInfo(entry, "", "", false));
    }

    @Override
    public List<Device> devices() {
        check();
        return List.of(new Device("vpn", "SSTP", true, "PPP over TLS"));
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        check();
        entry.ifPresent(this::entry);
        return findings;
    }

    @Override
    public String metrics() {
        check();
        return "dialtone_connections " + connections.size() + "\n";
    }

    @Override
    public ManagerInfo info() {
        if (gone) {
            throw new NoManagerException("it went away", "");
        }
        return new ManagerInfo("0", 1, 1);
    }

    @Override
    public void close() {}
}
