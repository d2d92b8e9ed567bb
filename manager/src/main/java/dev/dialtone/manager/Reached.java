package dev.dialtone.manager;

import dev.dialtone.core.Failure;

/// How far a call got.
sealed interface Reached<T> {
    record There<T>(T value) implements Reached<T> {}

    record Stopped<T>(Failure failure) implements Reached<T> {}
}
