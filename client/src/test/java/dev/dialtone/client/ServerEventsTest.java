package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
    private static ServerEvents events(String text) {
        return new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void decodesIdNameAndData() throws IOException {
        ServerEvents events = events(": hello\n\nid: 7\ndata: {\"a\":1}\n\nevent: end\r\ndata:x\r\ndata:  y\r\n\r\n");
        assertThat(events.next()).contains(new ServerEvent("7", "message", "{\"a\":1}"));
        assertThat(events.next()).contains(new ServerEvent("", "end", "x\n y"));
        assertThat(events.next()).isEmpty();
    }

    @Test
    void ignoresCommentsAndUnknownFieldsAndEventsWithoutData() throws IOException {
        assertThat(events("event: x\n\n:\nretry: 5\nfoo\ndata: z\n\n").next())
                .contains(new ServerEvent("", "message", "z"));
    }

    @Test
    void eventThatIsCutOff_isNone() throws IOException {
        assertThat(events("id: 1\ndata: a").next()).isEmpty();
        assertThat(events("id: 1\ndata: a\n").next()).isEmpty();
    }

    @Test
    void rejectsAnEventWithoutEnd() {
        String line = "data: " + "x".repeat(500_000) + "\n";
        assertThatThrownBy(() -> events(line.repeat(3)).next()).hasMessageContaining("larger than");
        assertThatThrownBy(() -> events("x".repeat(1_100_000)).next()).hasMessageContaining("longer than");
    }
}
