package dev.dialtone.client;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.HistoryWire;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The manager of a daemon, through its socket. What is refused throws the daemon's own
/// [dev.dialtone.api.RasException]; when nobody answers any more, [NoManagerException].
///
/// If the manager dies, every pending completion and ending is told by this side within 1 s with error
/// or cause 834 (C9). Its threads do not keep a program alive. Callable from any thread.
public final class RemoteClient implements RemoteAccess {
    private final DaemonSocket socket;
    private final Http http;
    private final Observations observations;
    private final Set<EventReader> eventReaders = ConcurrentHashMap.newKeySet();
    private @Nullable Lease lease;

    private RemoteClient(DaemonSocket socket) {
        this.socket = socket;
        this.http = new Http(socket);
        this.observations = new Observations(socket);
    }

    /// Checks that a manager answers, and in words this client knows. Where there is none and systemd listens for those
    /// who want one (`dist/dialtone.socket`), it is started; that takes 15 s at most.
    ///
    /// @throws NoManagerException              nobody answers there
    /// @throws dev.dialtone.api.RasException 5 when this user may not connect, 711 when something else
    ///                                       answers
    public static RemoteClient connect(Path socket) {
        RemoteClient client = new RemoteClient(new DaemonSocket(socket));
        StartSocket.ask(socket, client::info);
        return client;
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        HandlerScope.refuseInside("dial");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lease", lease());
        if (request.entry() != null) {
            json.put("entry", request.entry());
        }
        if (request.adHoc() != null) {
            json.put("adHoc", Wire.of(request.adHoc()));
        }
        putSignIn(json, request.user(), request.domain(), request.password());
        Secret proxyPassword = request.proxyPassword();
        if (proxyPassword != null) {
            json.put("proxySecret", handOver(proxyPassword));
        }
        Secret clientKey = request.clientKey();
        if (clientKey != null) {
            json.put("clientKeySecret", handOver(clientKey));
        }
        if (!request.server().isEmpty()) {
            json.put("server", request.server());
        }
        if (!request.netns().isEmpty()) {
            json.put("netns", request.netns());
        }
        if (!request.table().isEmpty()) {
            json.put("table", request.table());
        }
        json.put("stateTimeoutMillis", request.stateTimeout().toMillis());
        json.put("dialTimeoutMillis", request.dialTimeout().toMillis());
        json.put("options", Wire.of(request.options()));
        OpenStream stream = http.stream("/v1/connections", json);
        return RemoteConnection.dialled(stream, request.options(), http, observations, observer);
    }

    private synchronized String lease() {
        if (lease == null || lease.isBroken()) {
            lease = Lease.open(socket, http);
        }
        return lease.id();
    }

    private void putSignIn(Map<String, Object> json, String user, String domain, @Nullable Secret password) {
        json.put("user", user);
        json.put("domain", domain);
        if (password != null) {
            json.put("secret", handOver(password));
        }
    }

    /// @return the reference to it
    private String handOver(Secret secret) {
        return http.post("/v1/secrets", secret).text("secret");
    }

    @Override
    public Connection connection(String target) {
        ConnectionStatus status = Wire.status(http.get(Paths.connection(target)));
        return RemoteConnection.found(status.connection(), http, observations);
    }

    @Override
    public List<ConnectionStatus> list() {
        return http.get("/v1/connections").objects("connections").stream()
                .map(Wire::status)
                .toList();
    }

    @Override
    public List<ConnectionSummary> history(HistoryFilter filter) {
        return http.get(Paths.history(filter)).objects("connections").stream()
                .map(HistoryWire::summary)
                .toList();
    }

    @Override
    public Subscription watchAll(long since, EventObserver observer) {
        return EventReader.start(socket, Math.max(0, since), observer, eventReaders);
    }

    @Override
    public Capture capture(String target, CaptureOptions options) {
        return http.capture(Paths.capture(target, options));
    }

    @Override
    public List<Entry> entries() {
        return http.get("/v1/entries", Wire::entries);
    }

    @Override
    public List<Entry> entries(Set<EntryOption> only) {
        return http.get(Paths.entries(only), Wire::entries);
    }

    @Override
    public Entry entry(String name) {
        return Wire.entry(http.get(Paths.entry(name)));
    }

    @Override
    public void setEntry(Entry entry) {
        JsonObject _ = http.send("PUT", Paths.entry(entry.name()), Wire.of(entry));
    }

    @Override
    public String entryText(String name) {
        return String.join("\n", http.get(Paths.entryText(name)).texts("lines"));
    }

    @Override
    public void setEntryText(String name, String text) {
        JsonObject _ = http.send("PUT", Paths.entryText(name), Map.of("lines", List.of(text.split("\n", -1))));
    }

    @Override
    public void removeEntry(String name) {
        JsonObject _ = http.delete(Paths.entry(name));
    }

    @Override
    public void renameEntry(String name, String newName) {
        JsonObject _ = http.send("POST", Paths.entry(name) + "/rename", Map.of("name", newName));
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        Map<String, Object> json = new LinkedHashMap<>();
        putSignIn(json, user, domain, password);
        JsonObject _ = http.send("PUT", Paths.credentials(entry), json);
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        JsonObject _ = http.send("PUT", Paths.credentials(entry) + "/proxy", Map.of("secret", handOver(password)));
    }

    @Override
    public void setClientKey(String entry, Secret key) {
        JsonObject _ = http.send("PUT", Paths.credentials(entry) + "/client-key", Map.of("secret", handOver(key)));
    }

    @Override
    public void clearCredentials(String entry) {
        JsonObject _ = http.delete(Paths.credentials(entry));
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        return Wire.credentials(http.get(Paths.credentials(entry)));
    }

    @Override
    public List<Device> devices() {
        return http.get("/v1/devices").objects("devices").stream()
                .map(Wire::device)
                .toList();
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        return http.get(entry.map(Paths::doctor).orElse("/v1/doctor")).objects("findings").stream()
                .map(Wire::finding)
                .toList();
    }

    @Override
    public String metrics() {
        return http.text("/v1/metrics");
    }

    @Override
    public ManagerInfo info() {
        return Wire.info(http.get("/v1/manager"));
    }

    /// Gives up the lease: dials that are not complete are abandoned by the manager (C10), and their
    /// completion still comes. Observers get nothing more. Connections stay.
    @Override
    public void close() {
        synchronized (this) {
            if (lease != null) {
                lease.close();
                lease = null;
            }
        }
        observations.close();
        eventReaders.forEach(EventReader::close);
    }
}
