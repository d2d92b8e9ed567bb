package dev.dialtone.ppp;

import dev.dialtone.core.Secret;
import org.jspecify.annotations.Nullable;

/// The account of [TwoEnds#USER] with a password that can be changed to one of six characters or more.
final class OneAccount implements Accounts {
    private Secret password;
    private boolean expired;

    OneAccount(String password, boolean expired) {
        this.password = Secret.ofChars(password.toCharArray());
        this.expired = expired;
    }

    @Override
    public @Nullable Secret password(String user) {
        return user.equals(TwoEnds.USER) ? password : null;
    }

    @Override
    public boolean expired(String user) {
        return expired;
    }

    @Override
    public boolean change(String user, Secret newPassword) {
        boolean good = newPassword.useChars(chars -> chars.length >= 6);
        if (good) {
            password = newPassword.copy();
            expired = false;
        }
        return good;
    }

    String word() {
        return password.useChars(String::new);
    }
}
