package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Our client against our server, joined in memory through both framers.
class SstpClientAndServerTest {
    private static final byte[] CERTIFICATE = {0x30, 0x03, 0x02, 0x01, 0x05};

    private final List<String> news = new ArrayList<>();
    private long now;

    /// One end: its machine, and the bytes on their way to it.
    private abstract static class End implements SstpFramer.Sink {
        final Deque<byte[]> incoming = new ArrayDeque<>();
        final SstpFramer framer;

        End(SstpFramer framer) {
            this.framer = framer;
        }

        abstract void on(SstpEvent event);

        @Override
        public void head(byte[] head) {
            on(new SstpEvent.Head(head));
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            on(new SstpEvent.Control(java.util.Arrays.copyOfRange(buffer, offset, offset + length)));
        }

        @Override
        public void malformed(String reason) {
            on(new SstpEvent.Malformed(reason));
        }
    }

    private void run(String who, Step<SstpAction> step, End peer) {
        for (SstpAction action : step.actions()) {
            switch (action) {
                case SstpAction.Send(byte[] bytes) -> peer.incoming.add(bytes);
                case SstpAction.Failed(Failure failure) -> news.add(who + " failed " + failure.error());
                default -> news.add(who + " " + action.getClass().getSimpleName());
            }
        }
    }

    private final class Pair {
        final SstpClient client = new SstpClient("vpn.example.test", new Random(1));
        final SstpServer server;
        final End clientEnd = new End(SstpFramer.ofAnswers()) {
            @Override
            void on(SstpEvent event) {
                run("client", client.on(event, now), serverEnd);
            }
        };
        final End serverEnd = new End(SstpFramer.ofRequests()) {
            @Override
            void on(SstpEvent event) {
                run("server", server.on(event, now), clientEnd);
            }
        };

        Pair(int bitmap) {
            server = new SstpServer(bitmap, new Random(2));
            serverEnd.on(new SstpEvent.TransportUp());
            clientEnd.on(new SstpEvent.TransportUp());
            pump();
        }

        void pump() {
            while (!clientEnd.incoming.isEmpty() || !serverEnd.incoming.isEmpty()) {
                pump(clientEnd);
                pump(serverEnd);
            }
        }

        private void pump(End end) {
            byte[] bytes = end.incoming.poll();
            for (int i = 0; bytes != null && i < bytes.length; i++) {
                end.framer.feed(bytes, i, 1, end);
            }
        }

        void signIn(byte[] clientKey, byte[] serverKey) {
            serverEnd.on(new SstpEvent.Authenticated(serverKey, CERTIFICATE));
            clientEnd.on(new SstpEvent.Authenticated(clientKey, CERTIFICATE));
            pump();
        }
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    @Test
    void everyHashBitmap_connectsAndBinds() {
        for (int bitmap = 1; bitmap <= 3; bitmap++) {
            news.clear();
            new Pair(bitmap).signIn(key(1), key(1));
            assertThat(news).containsExactly("server Connected", "client Connected", "server Bound");
        }
    }

    @Test
    void signInWithoutKeys_binds() {
        new Pair(2).signIn(new byte[32], new byte[32]);
        assertThat(news).endsWith("server Bound");
    }

    @Test
    void otherKeys_areRefusedWith778OnBothSides() {
        new Pair(3).signIn(key(1), key(2));
        assertThat(news)
                .containsSubsequence("server Connected", "client Connected")
                .containsSubsequence("server failed 778", "client failed 778")
                .doesNotContain("server Bound");
    }

    @Test
    void idleEnds_keepEachOtherAlive() {
        Pair pair = new Pair(2);
        pair.signIn(key(1), key(1));
        for (int minute = 0; minute < 30; minute++) {
            now += TimeUnit.SECONDS.toNanos(60);
            pair.clientEnd.on(new SstpEvent.Tick());
            pair.pump();
            pair.serverEnd.on(new SstpEvent.Tick());
            pair.pump();
        }
        assertThat(news).endsWith("server Bound");
    }

    @Test
    void clientHangsUp_bothClose() {
        Pair pair = new Pair(2);
        pair.signIn(key(1), key(1));
        pair.clientEnd.on(new SstpEvent.Disconnect());
        pair.pump();
        assertThat(news).endsWith("server failed 629", "client CloseTransport");
        pair.serverEnd.on(new SstpEvent.Disconnect());
        assertThat(news).endsWith("server CloseTransport");
    }

    @Test
    void serverHangsUp_clientFails629() {
        Pair pair = new Pair(2);
        pair.signIn(key(1), key(1));
        pair.serverEnd.on(new SstpEvent.Disconnect());
        pair.pump();
        assertThat(news).endsWith("client failed 629", "server CloseTransport");
    }

    @Test
    void callConnectedTooEarly_isRefused() {
        Pair pair = new Pair(2);
        pair.clientEnd.on(new SstpEvent.Authenticated(key(1), CERTIFICATE));
        pair.pump();
        assertThat(news).contains("server failed 722").doesNotContain("server Bound");
    }
}
