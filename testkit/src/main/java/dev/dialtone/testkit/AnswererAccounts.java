package dev.dialtone.testkit;

import dev.dialtone.core.Secret;
import dev.dialtone.ppp.Accounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The users of an [Answerer]; what one session changes, the next ones know. Safe for use by several threads.
final class AnswererAccounts implements Accounts, AutoCloseable {
    private final Map<String, Secret> passwords;
    private final Set<String> expired;
    private final int shortestPassword;
    /// Passwords that were replaced: another session may be at work with one.
    private final List<Secret> replaced = new ArrayList<>();

    /// @param passwords        taken over: closed by [#close()]
    /// @param expired          the users among them whose password has expired
    /// @param shortestPassword characters that a new one must have
    AnswererAccounts(Map<String, Secret> passwords, Set<String> expired, int shortestPassword) {
        this.passwords = new HashMap<>(passwords);
        this.expired = new HashSet<>(expired);
        this.shortestPassword = shortestPassword;
    }

    @Override
    public synchronized @Nullable Secret password(String user) {
        return passwords.get(user);
    }

    @Override
    public synchronized boolean expired(String user) {
        return expired.contains(user);
    }

    @Override
    public synchronized boolean change(String user, Secret newPassword) {
        Secret old = passwords.get(user);
        int length = newPassword.useChars(chars -> chars.length);
        if (old == null || length < shortestPassword || same(old, newPassword)) {
            return false;
        }
        replaced.add(old);
        passwords.put(user, newPassword.copy());
        expired.remove(user);
        return true;
    }

    private static boolean same(Secret one, Secret other) {
        return one.useUtf8(a -> other.useUtf8(b -> java.util.Arrays.equals(a, b)));
    }

    @Override
    public synchronized void close() {
        passwords.values().forEach(Secret::close);
        replaced.forEach(Secret::close);
    }
}
