package dev.dialtone.daemon;

import dev.dialtone.api.AccessEvent;
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
import dev.dialtone.api.EventKind;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A manager in memory, driven by the test.
final class FakeManager {
    final Map<String, FakeConnection> connections = new LinkedHashMap<>();
    final Map<String, Entry> entries = new TreeMap<>();
    /// Instead of those, in a list of them.
    volatile @Nullable List<Entry> listed;

    final Map<String, CredentialsInfo> credentials = new TreeMap<>();
    final BlockingQueue<Caller> closedViews = new LinkedBlockingQueue<>();
    final BlockingQueue<FakeConnection> dialled = new LinkedBlockingQueue<>();
    final BlockingQueue<String> passwords = new LinkedBlockingQueue<>();
    final BlockingQueue<DialRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<FakeCapture> captures = new LinkedBlockingQueue<>();
    private final List<AccessEvent> events = new ArrayList<>();
    private boolean eventsLag;
    private boolean eventsOver;

    synchronized RemoteAccess view(Caller caller) {
        return new View(caller);
    }

    synchronized void event(EventKind kind, FakeConnection about, int cause) {
        AccessEvent event = new AccessEvent(
                events.size() + 1, Instant.ofEpochSecond(1_800_000_000), kind, about.id(), about.entry(), cause, 1);
        events.add(event);
        notifyAll();
    }

    /// Tells everyone who follows the events now that they fell behind.
    synchronized void lagEvents() {
        eventsLag = true;
        notifyAll();
    }

    synchronized void endEvents() {
        eventsOver = true;
        notifyAll();
    }

    private synchronized @Nullable AccessEvent next(long seq) throws InterruptedException {
        while (events.size() <= seq && !eventsLag && !eventsOver) {
            wait();
        }
        return events.size() <= seq ? null : events.get((int) seq);
    }

    private synchronized boolean isLagging() {
        return eventsLag;
    }

    private void follow(long since, EventObserver observer) {
        long seq = since;
        try {
            for (AccessEvent next = next(seq); next != null; next = next(seq)) {
                seq = next.seq();
                observer.onEvent(next);
                if (!observer.wantsMore()) {
                    return;
                }
            }
            if (isLagging()) {
                observer.onLagged(seq);
            } else {
                observer.onEnd(seq);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized FakeConnection find(String target) {
        FakeConnection found = connections.get(target);
        for (FakeConnection connection : connections.values()) {
            found = connection.entry().equals(target) ? connection : found;
        }
        if (found == null) {
            throw RasException.of(RasError.INVALID_HANDLE, "no connection " + target);
        }
        return found;
    }

    private final class View implements RemoteAccess {
        private final Caller caller;
        private final List<FakeConnection> own = new ArrayList<>();

        View(Caller caller) {
            this.caller = caller;
        }

        @Override
        public Connection dial(DialRequest request, Observer observer) {
            synchronized (FakeManager.this) {
                Entry adHoc = request.adHoc();
                String name = adHoc != null ? adHoc.name() : String.valueOf(request.entry());
                if (adHoc == null) {
                    entry(name);
                }
                Optional<FakeConnection> active = connections.values().stream()
                        .filter(c -> c.entry().equals(name) && c.isActive())
                        .findFirst();
                if (active.isPresent()
                        && (request.options().join() || active.get().isConnected())) {
                    active.get().hold();
                    active.get().watch(active.get().dialledSince(), observer);
                    return active.get();
                }
                if (active.isPresent()) {
                    throw RasException.of(RasError.DIAL_ALREADY_IN_PROGRESS, name + " is being dialled");
                }
                keep(request.password());
                keep(request.clientKey());
                requests.add(request);
                FakeConnection made = new FakeConnection("c-" + (connections.size() + 1), name, caller.uid());
                connections.put(made.id(), made);
                own.add(made);
                dialled.add(made);
                made.watch(0, observer);
                return made;
            }
        }

        private void keep(@Nullable Secret password) {
            if (password != null) {
                passwords.add(password.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8)));
            }
        }

        @Override
        public Connection connection(String target) {
            return find(target);
        }

        @Override
        public List<ConnectionStatus> list() {
            synchronized (FakeManager.this) {
                return connections.values().stream()
                        .filter(FakeConnection::isActive)
                        .map(FakeConnection::status)
                        .toList();
            }
        }

        @Override
        public List<ConnectionSummary> history(HistoryFilter filter) {
            return List.of();
        }

        @Override
        public Subscription watchAll(long since, EventObserver observer) {
            Thread thread = Thread.ofVirtual().start(() -> follow(since, observer));
            return thread::interrupt;
        }

        @Override
        public Capture capture(String target, CaptureOptions options) {
            find(target);
            FakeCapture capture = new FakeCapture(target, options);
            captures.add(capture);
            return capture;
        }

        @Override
        public List<Entry> entries() {
            List<Entry> others = listed;
            return others == null ? List.copyOf(entries.values()) : others;
        }

        @Override
        public Entry entry(String name) {
            Entry entry = entries.get(name);
            if (entry == null) {
                throw RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "no entry " + name);
            }
            return entry;
        }

        @Override
        public void setEntry(Entry entry) {
            entries.put(entry.name(), entry);
        }

        @Override
        public String entryText(String name) {
            return "# of a test\nserver = \"" + entry(name).text(EntryOption.SERVER) + "\"\n";
        }

        @Override
        public void setEntryText(String name, String text) {
            String server = text.replaceAll("(?s).*server = \"([^\"]*)\".*", "$1");
            setEntry(Entry.of(name).with(EntryOption.SERVER, server));
        }

        @Override
        public void removeEntry(String name) {
            entry(name);
            if (list().stream().anyMatch(s -> s.entry().equals(name))) {
                throw RasException.of(RasError.CANNOT_DELETE, name + " is in use");
            }
            entries.remove(name);
        }

        @Override
        public void renameEntry(String name, String newName) {
            Entry entry = entry(name);
            entries.remove(name);
            entries.put(newName, entry.renamed(newName));
            CredentialsInfo stored = credentials.remove(name);
            if (stored != null) {
                credentials.put(
                        newName, new CredentialsInfo(newName, stored.user(), stored.domain(), stored.passwordStored()));
            }
        }

        @Override
        public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
            keep(password);
            credentials.put(entry, new CredentialsInfo(entry, user, domain, password != null));
        }

        @Override
        public void setProxyPassword(String entry, Secret password) {
            keep(password);
            CredentialsInfo before = credentials(entry);
            credentials.put(
                    entry, new CredentialsInfo(entry, before.user(), before.domain(), before.passwordStored(), true));
        }

        @Override
        public void setClientKey(String entry, Secret key) {
            keep(key);
        }

        @Override
        public void clearCredentials(String entry) {
            credentials.remove(entry);
        }

        @Override
        public CredentialsInfo credentials(String entry) {
            entry(entry);
            return credentials.getOrDefault(entry, new CredentialsInfo(entry, "", "", false));
        }

        @Override
        public List<Device> devices() {
            return List.of(new Device("vpn", "SSTP", true, "fake"));
        }

        @Override
        public List<Finding> doctor(Optional<String> entry) {
            entry.ifPresent(this::entry);
            return List.of(new Finding(entry.orElse("tun"), true, "fine", ""));
        }

        @Override
        public String metrics() {
            return "# TYPE fake gauge\nfake 1\n";
        }

        @Override
        public ManagerInfo info() {
            return new ManagerInfo("test", ProcessHandle.current().pid(), 1);
        }

        @Override
        public void close() {
            closedViews.add(caller);
            own.stream()
                    .filter(c -> c.isActive() && !c.completion().isDone())
                    .forEach(c -> c.disconnect(RasError.USER_DISCONNECTION));
        }
    }
}
