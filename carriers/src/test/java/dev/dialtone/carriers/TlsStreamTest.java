package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.TestCertificates.Identity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// What flows once the transport stands, and how it ends.
class TlsStreamTest extends TlsTransportRig {
    @Test
    void serverClosesInOrder_isClosedWithoutFailure() throws Exception {
        int port = serve(named, socket -> {
            socket.startHandshake();
            socket.getOutputStream().write(ascii("bye"));
        });
        dial(NAME, port);
        assertThat(listener.awaitText(3)).isEqualTo("bye");
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    @Test
    void streamCutWithoutCloseNotify_fails619() throws Exception {
        Identity identity = named;
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                Socket socket = server.accept();
                SSLSocket tls = (SSLSocket) identity.server().getSocketFactory().createSocket(socket, null, false);
                tls.setUseClientMode(false);
                tls.startHandshake();
                assertThat(tls.getInputStream().read()).isEqualTo('x');
                socket.close();
            } catch (Exception e) {
                return;
            }
        });
        Transport transport = dial(NAME, server.getLocalPort());
        listener.peer.get(20, TimeUnit.SECONDS);
        transport.send(ascii("x"), 0, 1);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.layer()).isEqualTo(Layer.TCP);
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "failed", "closed");
    }

    @Test
    void close_sendsWhatIsQueuedFirst() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        long[] total = new long[1];
        int port = serve(named, socket -> {
            byte[] buffer = new byte[16384];
            int got = socket.getInputStream().read(buffer);
            while (got >= 0) {
                total[0] += got;
                got = socket.getInputStream().read(buffer);
            }
            done.countDown();
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[1400];
        for (int i = 0; i < 100; i++) {
            transport.send(chunk, 0, chunk.length);
        }
        transport.close();
        listener.awaitClosed();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(total[0]).isEqualTo(140_000);
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    /// Much one way, silence, much again: the reader changes its thread and its buffers and loses nothing.
    @Test
    void muchThenSilenceThenMuch_comesWholeAndInOrder() throws Exception {
        byte[] piece = new byte[1_000_003];
        new Random(7).nextBytes(piece);
        CountDownLatch again = new CountDownLatch(1);
        int port = serve(named, socket -> {
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(piece);
            }
            again.await();
            for (int i = 0; i < 500; i++) {
                socket.getOutputStream().write(piece, i, 1 + i % 7);
            }
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(piece, 0, piece.length - i);
            }
            socket.shutdownOutput();
            // the answers to its key updates: left unread they would reset the connection
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        });
        byte[][] expected = new byte[2][];
        MessageDigest first = MessageDigest.getInstance("SHA-256");
        MessageDigest second = MessageDigest.getInstance("SHA-256");
        long firstBytes = 20L * piece.length;
        long secondBytes = 0;
        for (int i = 0; i < 20; i++) {
            first.update(piece);
        }
        for (int i = 0; i < 500; i++) {
            second.update(piece, i, 1 + i % 7);
            secondBytes += 1 + i % 7;
        }
        for (int i = 0; i < 20; i++) {
            second.update(piece, 0, piece.length - i);
            secondBytes += piece.length - i;
        }
        expected[0] = first.digest();
        expected[1] = second.digest();
        Hashing hashing = new Hashing(firstBytes, secondBytes);
        TlsOpener opener = new TlsOpener(name -> List.of(InetAddress.getLoopbackAddress()));
        Transport transport =
                opener.open(new Transport.Target(NAME, port, null, List.of(authority.certificate())), loop, hashing);
        open.add(transport::abort);

        assertThat(hashing.part[0].get(20, TimeUnit.SECONDS)).isEqualTo(expected[0]);
        again.countDown();
        assertThat(hashing.part[1].get(20, TimeUnit.SECONDS)).isEqualTo(expected[1]);
        assertThat(hashing.over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hashing.platform).isTrue();
    }

    /// Hashes what comes, in two parts.
    private static final class Hashing implements Transport.Listener {
        final CompletableFuture<byte[]>[] part;
        final CountDownLatch over = new CountDownLatch(1);
        volatile boolean platform;
        private final long[] lengths;
        private final MessageDigest digest;
        private int now;
        private long got;

        @SuppressWarnings("unchecked")
        Hashing(long first, long second) throws Exception {
            lengths = new long[] {first, second};
            part = new CompletableFuture[] {new CompletableFuture<byte[]>(), new CompletableFuture<byte[]>()};
            digest = MessageDigest.getInstance("SHA-256");
        }

        @Override
        public void established(Transport.Peer peer) {}

        @Override
        public void received(byte[] buffer, int offset, int length) {
            platform |= !Thread.currentThread().isVirtual();
            digest.update(buffer, offset, length);
            got += length;
            if (now < 2 && got == lengths[now]) {
                part[now++].complete(digest.digest());
                got = 0;
            }
        }

        @Override
        public void failed(Failure failure) {
            part[0].completeExceptionally(new IllegalStateException(failure.reason()));
            part[1].completeExceptionally(new IllegalStateException(failure.reason()));
        }

        @Override
        public void closed() {
            over.countDown();
        }
    }

    /// A control frame waits for the batch in hand, not for those behind it, and does not fall into one.
    @Test
    void controlAmongBatches_arrivesWholeBetweenThem() throws Exception {
        int batches = 200;
        int batchBytes = 100_000;
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        int port = serve(named, socket -> {
            int controls = 0;
            byte[] all = socket.getInputStream().readNBytes(batches * batchBytes + 50);
            for (int at = 0; at < all.length; ) {
                boolean control = all[at] == 'c';
                int length = control ? 1 : batchBytes;
                for (int i = 0; i < length; i++) {
                    assertThat(all[at + i]).isEqualTo((byte) (control ? 'c' : 'd'));
                }
                controls += control ? 1 : 0;
                at += length;
            }
            seen.complete(controls);
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] batch = new byte[batchBytes];
        Arrays.fill(batch, (byte) 'd');
        Thread data = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < batches; i++) {
                transport.write(batch, 0, batch.length);
            }
        });
        for (int i = 0; i < 50; i++) {
            loop.execute(() -> transport.send(ascii("c"), 0, 1));
        }
        data.join();
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(50);
    }

    @Test
    void peerThatDoesNotRead_blocksWhoWritesButNotTheLoop_andCloseIsBounded() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        int port = serve(named, socket -> {
            socket.startHandshake();
            hold.await();
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[16384];
        CountDownLatch sent = new CountDownLatch(1);
        Thread data = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 2000; i++) {
                transport.write(chunk, 0, chunk.length);
            }
            sent.countDown();
        });
        // 32 MB are more than any socket buffer takes
        assertThat(sent.await(500, TimeUnit.MILLISECONDS)).isFalse();
        CountDownLatch loopSent = new CountDownLatch(1);
        loop.execute(() -> {
            transport.send(chunk, 0, chunk.length);
            loopSent.countDown();
        });
        assertThat(loopSent.await(20, TimeUnit.SECONDS)).isTrue();

        long start = System.nanoTime();
        transport.close();
        listener.awaitClosed();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
        data.join();
        assertThat(listener.calls).containsExactly("established", "closed");
        hold.countDown();
    }

    @Test
    void keyUpdates_ofBothSides_changeNothing() throws Exception {
        // TestCertificates has both sides change keys every 256 KiB
        int port = serve(named, TlsTransportRig::echo);
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[10_000];
        for (int i = 0; i < 400; i++) {
            transport.send(chunk, 0, chunk.length);
        }
        assertThat(listener.awaitText(4_000_000)).hasSize(4_000_000);
    }

    @Test
    void afterClosed_noThreadIsLeft() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        assertThat(((TlsTransport) transport).threads()).isNotEmpty();
        transport.close();
        transport.close();
        transport.abort();
        listener.awaitClosed();
        for (Thread thread : ((TlsTransport) transport).threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(listener.calls).containsExactly("established", "closed");
    }
}
