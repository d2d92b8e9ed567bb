package dev.dialtone.fuzz;

import dev.dialtone.core.Decoded;
import java.util.Arrays;
import java.util.HexFormat;

/// What must hold of every input. Plain comparisons: these run a million times a second.
public final class Check {
    private Check() {}

    public static void that(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }

    public static void same(Object one, Object other, String rule) {
        if (!one.equals(other)) {
            throw new AssertionError(rule + ": " + one + " is not " + other);
        }
    }

    public static void same(byte[] one, byte[] other, String rule) {
        if (!Arrays.equals(one, other)) {
            HexFormat hex = HexFormat.of();
            throw new AssertionError(rule + ": " + hex.formatHex(one) + " is not " + hex.formatHex(other));
        }
    }

    /// The value of a whole decoding, or null of a refusal whose place lies in the input.
    public static <T> T bounded(Decoded<T> decoded, int length) {
        return switch (decoded) {
            case Decoded.Ok<T>(T value, int consumed) -> {
                that(consumed >= 0 && consumed <= length, "consumes no more than there is");
                yield value;
            }
            case Decoded.NeedMore<T>() -> null;
            case Decoded.Malformed<T>(String reason, int offset) -> {
                that(offset >= 0 && offset <= length, "the offset lies in the input");
                that(!reason.isBlank(), "a refusal says why");
                yield null;
            }
        };
    }

    /// No word of ours may show the secret.
    public static void silent(Object said, String secret) {
        that(!said.toString().contains(secret), "a secret in toString");
    }
}
