package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Loop;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What an open connection keeps: thousands of them are idle.
class TlsMemoryTest extends TlsTransportRig {
    private static final int MOST_BYTES = 4096;

    /// The handshake's two buffers were kept once for what it knows of the client's certificate: 67 KB each connection.
    @Test
    void openConnection_keepsNoBufferOfItsHandshake() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        Transport transport = dial(NAME, port);
        Transport.Peer _ = listener.peer.get(20, TimeUnit.SECONDS);
        transport.send(ascii("idle"), 0, 4);
        assertThat(listener.awaitText(4)).isEqualTo("idle");

        Map<String, Integer> kept = new TreeMap<>();
        walk(transport, "transport", kept, Collections.newSetFromMap(new IdentityHashMap<>()));
        assertThat(kept).as("what was looked at").isNotEmpty();
        assertThat(kept.values().stream().mapToInt(Integer::intValue).sum())
                .as("%s", kept)
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    /// The buffers that our own objects hold, by the fields that lead to them.
    private static void walk(Object from, String path, Map<String, Integer> kept, Set<Object> seen)
            throws IllegalAccessException {
        if (!seen.add(from)) {
            return;
        }
        for (Class<?> type = from.getClass(); type != null && isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                    continue;
                }
                field.setAccessible(true);
                Object value = field.get(from);
                String to = path + "." + field.getName();
                switch (value) {
                    case null -> {}
                    case ByteBuffer buffer -> kept.put(to, buffer.capacity());
                    case byte[] bytes -> kept.put(to, bytes.length);
                    case Loop _, Transport.Listener _ -> {} // the test's own
                    default -> {
                        if (isOurs(value.getClass())) {
                            walk(value, to, kept, seen);
                        }
                    }
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.dialtone.");
    }
}
