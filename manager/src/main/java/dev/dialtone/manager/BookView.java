package dev.dialtone.manager;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// In front of a client's view: each name of an entry becomes the full name of what this client means by it. Behind
/// it there are full names only.
final class BookView implements RemoteAccess {
    private final RemoteAccess view;
    private final CallersBook book;

    BookView(RemoteAccess view, CallersBook book) {
        this.view = view;
        this.book = book;
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        HandlerScope.refuseInside("dial");
        Entry adHoc = request.adHoc();
        if (adHoc != null) {
            // SECURITY: it would be given what is stored for the entry that has this name
            Entry.checkName(adHoc.name());
            return view.dial(request, observer);
        }
        return view.dial(request.named(book.full(String.valueOf(request.entry()))), observer);
    }

    @Override
    public Connection connection(String target) {
        return view.connection(book.target(target));
    }

    @Override
    public List<ConnectionStatus> list() {
        return view.list();
    }

    @Override
    public List<ConnectionSummary> history(HistoryFilter filter) {
        String entry = book.target(filter.entry());
        // in the history every entry has its full name, where a slash before one of the system's means nothing
        return view.history(filter.ofEntry(entry.startsWith("/") ? entry.substring(1) : entry));
    }

    @Override
    public Subscription watchAll(long since, EventObserver observer) {
        return view.watchAll(since, observer);
    }

    @Override
    public Capture capture(String target, CaptureOptions options) {
        return view.capture(book.full(target), options);
    }

    @Override
    public List<Entry> entries() {
        return view.entries();
    }

    @Override
    public Entry entry(String name) {
        return view.entry(book.full(name));
    }

    @Override
    public void setEntry(Entry entry) {
        Entry full = entry.renamed(book.toSet(entry.name()));
        book.checkSet(full);
        view.setEntry(full);
    }

    @Override
    public void renameEntry(String name, String newName) {
        String full = book.full(name);
        view.renameEntry(full, book.renamed(full, newName));
    }

    @Override
    public String entryText(String name) {
        return view.entryText(book.full(name));
    }

    @Override
    public void setEntryText(String name, String text) {
        String full = book.toSet(name);
        book.checkSetText(full, text);
        view.setEntryText(full, text);
    }

    @Override
    public void removeEntry(String name) {
        view.removeEntry(book.full(name));
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        view.setCredentials(book.full(entry), user, domain, password);
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        view.setProxyPassword(book.full(entry), password);
    }

    @Override
    public void setClientKey(String entry, Secret key) {
        view.setClientKey(book.full(entry), key);
    }

    @Override
    public void clearCredentials(String entry) {
        view.clearCredentials(book.full(entry));
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        return view.credentials(book.full(entry));
    }

    @Override
    public List<Device> devices() {
        return view.devices();
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        return view.doctor(entry.map(book::full));
    }

    @Override
    public String metrics() {
        return view.metrics();
    }

    @Override
    public ManagerInfo info() {
        return view.info();
    }

    @Override
    public void close() {
        view.close();
    }
}
