package dev.dialtone.api;

import java.util.Arrays;
import java.util.Optional;

/// What a subscription to all connections carries (contract V1).
public enum EventKind {
    CONNECTION("connection"),
    DISCONNECTION("disconnection");

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
