package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.client.RemoteClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class EntryListTest {
    private static final String LIST = Raw.request("GET /v1/entries", "", "");

    private final FakeManager manager = new FakeManager();
    private Daemon daemon;

    @BeforeEach
    void start(@TempDir Path directory) {
        daemon = Daemon.start(directory.resolve("d.sock"), manager::view);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static Entry site(int i) {
        return Entry.of("site-" + i).with(EntryOption.SERVER, "vpn" + i + ".example.com");
    }

    private static List<Entry> sites(int count) {
        return IntStream.range(0, count).mapToObj(EntryListTest::site).toList();
    }

    @Test
    void shortOne_hasItsLength() throws IOException {
        manager.listed = sites(3);
        try (Raw raw = Raw.open(daemon.socket())) {
            raw.send(LIST);
            assertThat(raw.until("]}\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Type: application/json", "Content-Length: ", "Dialtone-Api: 1")
                    .contains("{\"entries\":[{\"name\":\"site-0\",\"options\":{\"server\":\"vpn0.example.com\"}},{");
        }
    }

    @Test
    void longOne_isWholeForAClient() {
        manager.listed = sites(5_000);
        try (RemoteClient client = RemoteClient.connect(daemon.socket())) {
            assertThat(client.entries()).isEqualTo(sites(5_000));
            assertThat(client.entries(Set.of())).hasSize(5_000).contains(Entry.of("site-4999"));
        }
    }

    @Test
    void longOne_isReadWhileItIsMade() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        manager.listed = new AbstractList<>() {
            @Override
            public Entry get(int index) {
                if (index == 4_999) {
                    await(read);
                }
                return site(index);
            }

            @Override
            public int size() {
                return 5_000;
            }
        };
        try (Raw raw = Raw.open(daemon.socket())) {
            raw.send(LIST);
            assertThat(raw.until("\"site-100\"")).startsWith("HTTP/1.1 200");
            read.countDown();
            assertThat(raw.rest()).contains("\"site-4999\"").endsWith("]}\n");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readerThatGoesInBetween_keepsNobody() throws IOException {
        // more than a socket holds
        manager.listed = sites(50_000);
        for (int i = 0; i < 20; i++) {
            try (Raw raw = Raw.open(daemon.socket())) {
                raw.send(LIST);
                assertThat(raw.until("\"site-0\"")).startsWith("HTTP/1.1 200");
            }
        }
        manager.listed = sites(2);
        try (RemoteClient client = RemoteClient.connect(daemon.socket())) {
            assertThat(client.entries()).hasSize(2);
        }
    }
}
