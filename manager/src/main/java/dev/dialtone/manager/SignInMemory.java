package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.api.ServerAddress;
import dev.dialtone.core.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Keeps what a user decided during a dial, in the entry it was about. What cannot be kept is logged; the dial has it
/// anyway. Callable from any thread.
final class SignInMemory {
    private static final Logger LOG = System.getLogger(SignInMemory.class.getName());

    private final PhoneBook book;
    private final Credentials credentials;

    SignInMemory(PhoneBook book, Credentials credentials) {
        this.book = book;
        this.credentials = credentials;
    }

    /// The certificate that was trusted is the entry's pin (P5).
    void pin(String entry, String fingerprint) {
        try {
            book.change(entry, stored -> stored.with(EntryOption.PIN, fingerprint));
        } catch (RasException e) {
            LOG.log(Level.WARNING, "pin_not_stored entry=" + entry + " reason=" + e.getMessage());
        }
    }

    /// An alternate was connected to: it is the entry's server from now on.
    void promote(String entry, ServerAddress server) {
        try {
            book.change(entry, server::first);
        } catch (RasException e) {
            LOG.log(Level.WARNING, "alternate_not_promoted entry=" + entry + " reason=" + e.getMessage());
        }
    }

    /// The stored password was changed at the server: the old one would only lock the account.
    void password(DialPlan plan, Secret changed) {
        String entry = plan.entry().name();
        try {
            credentials.changed(entry, plan.user(), changed);
        } catch (RasException e) {
            LOG.log(Level.WARNING, "password_not_stored entry=" + entry + " reason=" + e.getMessage());
        }
    }

    /// What the dial connected with is stored, if its entry wants that. A failed dial never comes here.
    void connected(DialPlan plan) {
        Entry entry = plan.entry();
        if (!entry.flag(EntryOption.REMEMBER) || entry.flag(EntryOption.ONE_TIME) || plan.stored()) {
            return;
        }
        try {
            credentials.connected(entry.name(), plan.user(), plan.domain(), plan.password());
        } catch (RasException e) {
            LOG.log(Level.WARNING, "sign_in_not_stored entry=" + entry.name() + " reason=" + e.getMessage());
        }
    }
}
