package dev.dialtone.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.api.Json;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A daemon that answers anything.
class ClientFuzz {
    private static final int MOST = 64 * 1024;

    /// A stream that gives few bytes at a time, as a socket may.
    private static InputStream slow(byte[] data, int most) {
        return new ByteArrayInputStream(data) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, most == 0 ? length : Math.min(length, most));
            }
        };
    }

    /// An answer is read or an I/O error, the same whatever pieces it comes in.
    @FuzzTest
    void answer(byte[] data) {
        Input input = new Input(data);
        int most = input.below(8);
        byte[] bytes = input.rest();
        Check.same(outcome(slow(bytes, most)), outcome(slow(bytes, 0)), "the pieces do not matter");
    }

    private static String outcome(InputStream in) {
        try {
            HttpAnswer answer = HttpAnswer.read(in);
            Check.that(answer.status() >= 200 && answer.status() <= 599, "an answer is a final one");
            Check.that(answer.headers().size() <= 64, "fields are bounded");
            byte[] body = answer.bytes(MOST);
            Check.that(body.length <= MOST, "a body is bounded");
            return answer.status() + " " + answer.headers() + " "
                    + java.util.HexFormat.of().formatHex(body);
        } catch (IOException e) {
            return e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }

    /// Server-sent events end, and each is an event or a refusal.
    @FuzzTest
    void events(byte[] data) {
        ServerEvents events = new ServerEvents(new ByteArrayInputStream(data));
        try {
            int count = 0;
            for (Optional<ServerEvent> event = events.next(); event.isPresent(); event = events.next()) {
                Check.that(++count <= data.length / 4, "no more events than there is room for");
                Check.that(event.get().data().length() <= data.length, "an event is part of the stream");
                parsed(event.get());
            }
        } catch (IOException e) {
            Check.that(e.getMessage() != null, "a refusal says why");
        }
    }

    private static void parsed(ServerEvent event) {
        try {
            Wire.notification(Json.object(event.data()));
        } catch (RasException e) {
            // NotificationReader makes a broken stream of these
        }
    }

    /// An entry's name in a path comes out as it went in.
    @FuzzTest
    void path(byte[] data) {
        String name = new Input(data).restAsText();
        String path = Paths.entry(name);
        Check.that(path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '?' && c != '#'), "a path is plain");
        Check.same(path.chars().filter(c -> c == '/').count(), 3L, "a name is one segment");
    }
}
