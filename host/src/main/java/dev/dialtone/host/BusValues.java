package dev.dialtone.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a method answered, as the D-Bus library has it: arrays inside of other values are lists there, of boxed
/// bytes too. Whatever does not have the form that was asked for is empty.
final class BusValues {
    private static final int MOST = 1 << 20;

    private BusValues() {}

    /// An array of bytes, as such or in a variant.
    static Optional<byte[]> bytes(Object value) {
        Object content = SystemBus.content(value);
        if (content instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        if (!(content instanceof Collection<?> list) || list.size() > MOST) {
            return Optional.empty();
        }
        byte[] bytes = new byte[list.size()];
        int i = 0;
        for (Object one : list) {
            if (!(one instanceof Byte b)) {
                return Optional.empty();
            }
            bytes[i++] = b;
        }
        return Optional.of(bytes);
    }

    /// The members of a structure.
    static List<Object> members(Object value) {
        if (value instanceof Object[] array) {
            return List.of(array);
        }
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /// An array of object paths, or of texts.
    static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Collection<?> list) {
            list.forEach(one -> texts.add(String.valueOf(one)));
        } else if (value instanceof Object[] array) {
            for (Object one : array) {
                texts.add(String.valueOf(one));
            }
        }
        return texts;
    }
}
