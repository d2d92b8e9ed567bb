package dev.dialtone.simulator;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.manager.CredentialStore;
import dev.dialtone.manager.PhoneBook;
import dev.dialtone.manager.StoredSignIn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Phone book and stored sign-ins in memory.
final class SimBook implements PhoneBook, CredentialStore {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, StoredSignIn> signIns = new TreeMap<>();

    @Override
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw RasException.of(RasError.CANNOT_FIND_PHONEBOOK_ENTRY, "there is no entry " + name);
        }
        return entry;
    }

    @Override
    public void set(Entry entry) {
        entries.put(entry.name(), entry);
    }

    @Override
    public void remove(String name) {
        entries.remove(name);
    }

    @Override
    public StoredSignIn read(String entry) {
        StoredSignIn stored = signIns.get(entry);
        return stored == null ? StoredSignIn.NOTHING : stored.copy();
    }

    @Override
    public void write(String entry, StoredSignIn signIn) {
        signIns.put(entry, signIn.copy());
    }

    @Override
    public void clear(String entry) {
        signIns.remove(entry);
    }

    @Override
    public String keeper(String entry) {
        return "memory";
    }
}
