package dev.dialtone.simulator;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.CredentialStore;
import dev.dialtone.manager.PhoneBook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Phone book and stored sign-ins in memory.
final class SimBook implements PhoneBook, CredentialStore {
    private record SignIn(String user, String domain, Secret password) {}

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, SignIn> signIns = new TreeMap<>();
    private final Map<String, Secret> proxyPasswords = new TreeMap<>();

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
    public CredentialsInfo info(String entry) {
        SignIn signIn = signIns.get(entry);
        return signIn == null
                ? new CredentialsInfo(entry, "", "", false, proxyPasswords.containsKey(entry))
                : new CredentialsInfo(entry, signIn.user, signIn.domain, true, proxyPasswords.containsKey(entry));
    }

    @Override
    public Optional<Secret> password(String entry) {
        return Optional.ofNullable(signIns.get(entry)).map(signIn -> signIn.password.copy());
    }

    @Override
    public void set(String entry, String user, String domain, @Nullable Secret password) {
        if (password != null) {
            signIns.put(entry, new SignIn(user, domain, password.copy()));
        }
    }

    @Override
    public Optional<Secret> proxyPassword(String entry) {
        return Optional.ofNullable(proxyPasswords.get(entry)).map(Secret::copy);
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        proxyPasswords.put(entry, password.copy());
    }

    @Override
    public void clear(String entry) {
        signIns.remove(entry);
        proxyPasswords.remove(entry);
    }
}
