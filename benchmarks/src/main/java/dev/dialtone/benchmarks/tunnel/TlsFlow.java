package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.carriers.TlsAcceptor;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.carriers.Transport;
import dev.dialtone.carriers.UnsentLimit;
import dev.dialtone.core.Failure;
import dev.dialtone.testkit.DemoPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Bytes through the carrier that Dialtone uses, and nothing else: no packets, no TUN, no iperf3. What TLS over TCP
/// carries on this machine, and what it allocates.
///
/// - `serve DIRECTORY ADDRESS PORT` writes `ca.pem` there, says `ready`, and ends with its input.
/// - `dial DIRECTORY ADDRESS PORT` says `ready`, and for each line `up SECONDS` or `down SECONDS` of its input `BYTES
///   NANOSECONDS`, or `failed WHY`.
public final class TlsFlow {
    private static final String NAME = "answerer.dialtone.example";
    private static final String CA = "ca.pem";

    /// As much as the data path gives the carrier at once.
    private static final int BATCH_BYTES = 256 * 1024;

    private static final byte UP = 'u';
    private static final byte DOWN = 'd';
    private static final int PATIENCE_SECONDS = 20;

    private TlsFlow() {}

    public static void main(String[] arguments) throws IOException, CertificateException, InterruptedException {
        Path places = Path.of(arguments[1]);
        InetSocketAddress at =
                new InetSocketAddress(InetAddress.ofLiteral(arguments[2]), Integer.parseInt(arguments[3]));
        if (arguments[0].equals("serve")) {
            serve(places, at);
        } else {
            dial(places, at);
        }
    }

    private static void serve(Path places, InetSocketAddress listen) throws IOException {
        DemoPki pki = DemoPki.create();
        try (TlsAcceptor acceptor = new TlsAcceptor(listen, pki.server(NAME).serverContext(), UnsentLimit.NONE);
                ExecutorLoop loop = new ExecutorLoop()) {
            Files.writeString(places.resolve(CA), pki.caPem());
            Thread.ofPlatform().daemon().start(() -> accept(acceptor, loop));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // the end of the input is the end of the server
            }
        }
    }

    private static void accept(TlsAcceptor acceptor, ExecutorLoop loop) {
        try {
            acceptor.accept(incoming -> {
                End end = new End();
                end.begin(incoming.take(loop, end));
            });
        } catch (IOException e) {
            System.err.println("tls: accepting failed: " + e);
        }
    }

    private static void dial(Path places, InetSocketAddress to)
            throws IOException, CertificateException, InterruptedException {
        X509Certificate ca = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(places.resolve(CA)));
        Transport.Target target =
                new Transport.Target(to.getAddress().getHostAddress(), to.getPort(), NAME, List.of(ca));
        try (ExecutorLoop loop = new ExecutorLoop()) {
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(transfer(target, loop, words[0].equals("up"), Integer.parseInt(words[1])));
            }
        }
    }

    private static String transfer(Transport.Target target, ExecutorLoop loop, boolean up, int seconds)
            throws InterruptedException {
        End end = new End();
        Transport transport = new TlsOpener().open(target, loop, end);
        end.begin(transport);
        try {
            end.established.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            transport.send(new byte[] {up ? UP : DOWN}, 0, 1);
            if (up) {
                end.write();
            }
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            return end.bytes.get() + " " + (System.nanoTime() - begun);
        } catch (ExecutionException | TimeoutException e) {
            return "failed " + e;
        } finally {
            transport.abort();
        }
    }

    /// One end of a connection. It counts what it writes once it is told to write, and else what it receives.
    private static final class End implements Transport.Listener {
        private final CompletableFuture<Boolean> established = new CompletableFuture<>();
        private final CompletableFuture<Transport> transport = new CompletableFuture<>();
        private final AtomicLong bytes = new AtomicLong();
        private boolean told;
        private volatile boolean over;

        void begin(Transport begun) {
            transport.complete(begun);
        }

        void write() {
            Thread.ofPlatform().daemon().name("tls-flow").start(() -> {
                Transport to = transport.join();
                byte[] batch = new byte[BATCH_BYTES];
                while (!over) {
                    to.write(batch, 0, batch.length);
                    bytes.addAndGet(batch.length);
                }
            });
        }

        @Override
        public void established(Transport.Peer peer) {
            established.complete(true);
        }

        @Override
        public void received(byte[] buffer, int offset, int length) {
            if (!told) {
                told = true;
                // the first byte from a client says who is to write
                if (buffer[offset] == DOWN) {
                    write();
                }
            }
            bytes.addAndGet(length);
        }

        @Override
        public void failed(Failure failure) {
            established.completeExceptionally(new IOException(failure.toString()));
        }

        @Override
        public void closed() {
            over = true;
            established.completeExceptionally(new IOException("closed"));
        }
    }
}
