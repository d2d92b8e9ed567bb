package dev.dialtone.api;

import java.util.Arrays;
import java.util.Optional;

/// What a subscription to all connections carries (contract V1).
public enum EventKind {
    /// It is established.
    CONNECTION("connection"),
    /// An established one ended.
    DISCONNECTION("disconnection"),
    /// Another link joined it; multilink protocols only.
    BANDWIDTH_ADDED("bandwidth-added"),
    /// A link left it; multilink protocols only.
    BANDWIDTH_REMOVED("bandwidth-removed"),
    /// It was lost and will be dialled again by itself.
    DORMANT("dormant"),
    /// A dormant one is established again; follows `connection`.
    RECONNECTED("reconnected"),
    /// Somebody dialled what is connected, or gave a reference back: the count changed (H2).
    REFERENCES("references");

    private final String word;

    EventKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<EventKind> ofWord(String word) {
        return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
    }
}
