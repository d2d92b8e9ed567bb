package dev.dialtone.manager;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.RasException;

/// What the entry has to sign in with. The password itself is not touched.
final class SignInCheck implements Check {
    static final String SUBJECT = "sign-in";

    private final Entry entry;
    private final CredentialStore credentials;

    SignInCheck(Entry entry, CredentialStore credentials) {
        this.entry = entry;
        this.credentials = credentials;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public Finding look() {
        CredentialsInfo stored;
        try {
            stored = credentials.info(entry.name());
        } catch (RasException e) {
            return Finding.failed(
                    SUBJECT,
                    "The stored sign-in cannot be read: " + e.getMessage() + ".",
                    e.detail().advice());
        }
        String user = stored.user().isEmpty() ? entry.text(EntryOption.USER) : stored.user();
        String password = entry.flag(EntryOption.ONE_TIME)
                ? "; the password is a one-time code, given for each dial."
                : stored.passwordStored() ? "; a password is stored." : "; no password is stored.";
        if (user.isEmpty()) {
            return Finding.failed(
                    SUBJECT,
                    "No user is named" + password,
                    "dialtone entry set " + entry.name() + " --user NAME, or dial with --user NAME");
        }
        if (!entry.text(EntryOption.CLIENT_CERT).isEmpty() && !stored.clientKeyStored()) {
            return Finding.failed(
                    SUBJECT,
                    "The entry has a client certificate, and its key is not stored.",
                    "dialtone credentials set \"" + entry.name() + "\" --client-key FILE");
        }
        String told = "The user is " + user + password + atTheProxy(stored);
        return entry.weak().isEmpty()
                ? Finding.ok(SUBJECT, told)
                : Finding.warning(
                        SUBJECT,
                        told + " The entry allows weak sign-in: " + entry.weak() + ".",
                        "Leave only mschapv2 in authentication and digest in proxy-authentication, unless the server or the"
                                + " proxy can do nothing else.");
    }

    private String atTheProxy(CredentialsInfo stored) {
        String user = entry.text(EntryOption.PROXY_USER);
        return user.isEmpty()
                ? ""
                : " The proxy's is " + user
                        + (stored.proxyPasswordStored() ? "; a password is stored." : "; no password is stored.");
    }
}
