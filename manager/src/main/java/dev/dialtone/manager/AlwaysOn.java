package dev.dialtone.manager;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Dials the entries that are always on when the manager starts, but for those that were hung up by hand: these stay
/// down, also through restarts, until they are dialled by hand again. What keeps them up afterwards is their
/// [RedialPolicy]. Callable from any thread.
final class AlwaysOn implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AlwaysOn.class.getName());

    private final PhoneBook book;
    private final LineFile file;
    private final Set<String> down = new TreeSet<>();

    AlwaysOn(PhoneBook book, LineFile file) {
        this.book = book;
        this.file = file;
        try {
            down.addAll(file.lines());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "hung_up_not_read file=" + file.name() + " reason=" + e.getMessage());
        }
    }

    /// Dials what is to be up. An entry that cannot be dialled is logged and keeps no other from it.
    void start(RemoteAccess access) {
        for (Entry entry : book.entries()) {
            if (!isToBeUp(entry)) {
                continue;
            }
            try {
                var _ = access.dial(DialRequest.of(entry.name()).options(DialOptions.STANDARD.inBackground()), _ -> {});
            } catch (RasException e) {
                LOG.log(Level.WARNING, "always_on_not_dialled entry=" + entry.name() + " reason=" + e.getMessage());
            }
        }
    }

    /// Whether the entry is dialled when the manager starts.
    boolean isToBeUp(Entry entry) {
        return entry.flag(EntryOption.ALWAYS_ON) && !isDown(entry.name());
    }

    private synchronized boolean isDown(String entry) {
        return down.contains(entry);
    }

    /// Somebody hung it up: it stays so. Before the hang-up is done, so that no restart in between brings it back.
    synchronized void hungUp(String entry) {
        if (isAlwaysOn(entry) && down.add(entry)) {
            store();
        }
    }

    /// Somebody dialled it.
    synchronized void dialled(String entry) {
        if (down.remove(entry)) {
            store();
        }
    }

    /// An entry has another name: down stays down.
    synchronized void renamed(String from, String to) {
        if (down.remove(from)) {
            down.add(to);
            store();
        }
    }

    private boolean isAlwaysOn(String entry) {
        try {
            return book.entry(entry).flag(EntryOption.ALWAYS_ON);
        } catch (RasException e) {
            // dialled without an entry, or removed since
            return false;
        }
    }

    private void store() {
        try {
            file.replace(List.copyOf(down));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "hung_up_not_written file=" + file.name() + " reason=" + e.getMessage());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
