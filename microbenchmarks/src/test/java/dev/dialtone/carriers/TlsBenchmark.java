package dev.dialtone.carriers;

import dev.dialtone.testkit.DemoPki;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One full TLS 1.3 record through the JDK's engine, in memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TlsBenchmark {
    /// What the JDK puts into one record at most.
    private static final int RECORD = 16_367;

    @Param({"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"})
    public String cipher = "";

    private final ByteBuffer plain = ByteBuffer.allocate(RECORD);
    private final ByteBuffer net = ByteBuffer.allocate(RECORD + 1024);
    private final ByteBuffer opened = ByteBuffer.allocate(32 * 1024);
    private SSLEngine client;
    private SSLEngine server;

    @Setup
    public void shakeHands() throws GeneralSecurityException, IOException {
        new SplittableRandom(1).nextBytes(plain.array());
        DemoPki pki = DemoPki.create();
        client = trusting(pki).createSSLEngine();
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {"TLSv1.3"});
        client.setEnabledCipherSuites(new String[] {cipher});
        server = pki.server("tls.dialtone.example").serverContext().createSSLEngine();
        server.setUseClientMode(false);
        client.beginHandshake();
        server.beginHandshake();
        shakeHands(client, server);
        if (!client.getSession().getCipherSuite().equals(cipher)) {
            throw new IllegalStateException(client.getSession().getCipherSuite());
        }
    }

    private static SSLContext trusting(DemoPki pki) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", pki.ca());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /// Both until neither has anything to say: the tickets that follow the handshake are taken too.
    private static void shakeHands(SSLEngine one, SSLEngine other) throws SSLException {
        ByteBuffer toOther = ByteBuffer.allocate(4 * RECORD);
        ByteBuffer toOne = ByteBuffer.allocate(4 * RECORD);
        boolean said = true;
        while (said) {
            said = speak(one, toOther) | speak(other, toOne) | hear(other, toOther) | hear(one, toOne);
        }
    }

    private static boolean speak(SSLEngine engine, ByteBuffer to) throws SSLException {
        return !engine.getHandshakeStatus().equals(SSLEngineResult.HandshakeStatus.NEED_UNWRAP)
                && engine.wrap(ByteBuffer.allocate(0), to).bytesProduced() > 0;
    }

    private static boolean hear(SSLEngine engine, ByteBuffer from) throws SSLException {
        from.flip();
        int consumed = from.hasRemaining()
                ? engine.unwrap(from, ByteBuffer.allocate(RECORD)).bytesConsumed()
                : 0;
        from.compact();
        TlsExchange.runTasks(engine);
        return consumed > 0;
    }

    @Benchmark
    public int wrap() throws SSLException {
        return wrapRecord();
    }

    @Benchmark
    public int wrapAndUnwrap() throws SSLException {
        wrapRecord();
        opened.clear();
        SSLEngineResult result = server.unwrap(net.flip(), opened);
        if (result.bytesProduced() != RECORD) {
            throw new IllegalStateException(result.toString());
        }
        return result.bytesConsumed();
    }

    private int wrapRecord() throws SSLException {
        SSLEngineResult result;
        int produced = 0;
        plain.clear();
        net.clear();
        do {
            // what the engine says by itself, a key update, comes before the data
            result = client.wrap(plain, net);
            produced += result.bytesProduced();
        } while (plain.hasRemaining() && result.bytesProduced() > 0);
        return produced;
    }
}
