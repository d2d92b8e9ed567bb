package dev.dialtone.daemon;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/// Users that only the C library's name service knows (LDAP, systemd's dynamic users).
final class NameService {
    /// `struct passwd` on 64-bit Linux: two pointers, then `pw_uid`.
    private static final int UID_OFFSET = 16;

    private static final int PASSWD_BYTES = 48;
    private static final int TEXT_BYTES = 64 * 1024;

    private NameService() {}

    @SuppressWarnings("restricted")
    static OptionalInt uidOf(String name) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().find("getpwnam_r").orElse(MemorySegment.NULL);
        if (function.equals(MemorySegment.NULL)) {
            return OptionalInt.empty();
        }
        MethodHandle getpwnam = linker.downcallHandle(
                function,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment passwd = arena.allocate(PASSWD_BYTES, 8);
            MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment text = arena.allocate(TEXT_BYTES);
            int error = (int) getpwnam.invokeExact(arena.allocateFrom(name), passwd, text, (long) TEXT_BYTES, found);
            boolean known = error == 0 && !found.get(ValueLayout.ADDRESS, 0).equals(MemorySegment.NULL);
            return known ? OptionalInt.of(passwd.get(ValueLayout.JAVA_INT, UID_OFFSET)) : OptionalInt.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("getpwnam_r", e);
        }
    }
}
