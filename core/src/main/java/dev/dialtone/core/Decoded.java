package dev.dialtone.core;

/// What became of bytes from outside: a value, a wish for more bytes, or a complaint that names the place.
/// Decoders return it and never throw, whatever the bytes are.
public sealed interface Decoded<T> {

    /// A whole value.
    ///
    /// @param consumed bytes used up, from the start of the input
    record Ok<T>(T value, int consumed) implements Decoded<T> {}

    /// The input ends inside a value; call again with more.
    record NeedMore<T>() implements Decoded<T> {}

    /// The input can never become a value.
    ///
    /// @param reason what is wrong, in the field's words
    /// @param offset the byte that shows it, from the start of the input
    record Malformed<T>(String reason, int offset) implements Decoded<T> {}

    static <T> Decoded<T> ok(T value, int consumed) {
        return new Ok<>(value, consumed);
    }

    static <T> Decoded<T> needMore() {
        return new NeedMore<>();
    }

    static <T> Decoded<T> malformed(String reason, int offset) {
        return new Malformed<>(reason, offset);
    }
}
