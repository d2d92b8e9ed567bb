package dev.dialtone.manager;

import dev.dialtone.api.Notification;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a hook may be called for.
enum HookEvent {
    /// A connection is established, for the first time or again.
    CONNECTED,
    /// An established one ended, or a dial was hung up.
    DISCONNECTED,
    /// An attempt ended with an error.
    FAILED,
    /// A dial waits for an answer.
    PAUSED;

    /// Its name in files, arguments and headers.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HookEvent> ofWord(String word) {
        return Arrays.stream(values())
                .filter(event -> event.word().equals(word))
                .findFirst();
    }

    /// What a notification is, if hooks may be called for it.
    static Optional<HookEvent> of(Notification n) {
        if (n.isConnected()) {
            return Optional.of(CONNECTED);
        }
        if (n.isPaused()) {
            return Optional.of(PAUSED);
        }
        if (n.completion() && n.error() != 0) {
            return Optional.of(FAILED);
        }
        return n.completion() || n.ending() ? Optional.of(DISCONNECTED) : Optional.empty();
    }
}
