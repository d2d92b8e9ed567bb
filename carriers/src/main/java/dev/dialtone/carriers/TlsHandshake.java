package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS handshake of a client over a blocking channel: TLS 1.3 or 1.2, the chain and the host name always
/// verified (RFC 8446, RFC 5246, RFC 6066 for the server name, RFC 9110 §4.3.4 for the identity).
final class TlsHandshake {
    private static final Semaphore COMPUTING =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final String ALERT = "Received fatal alert: ";

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ExplainingTrustManager trust;
    private final String name;
    private final ByteBuffer netOut;
    private ByteBuffer netIn;
    private boolean heard;

    TlsHandshake(SocketChannel channel, Transport.Target target) throws CarrierException {
        this.channel = channel;
        String wanted = target.serverName() == null ? target.host() : target.serverName();
        this.name = toAscii(HostNames.bare(wanted));
        try {
            this.trust = new ExplainingTrustManager(TlsTrust.verifier(target.trust()), target.pin());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            this.engine = context.createSSLEngine(name, target.port());
        } catch (GeneralSecurityException | IOException e) {
            throw new CarrierException(
                    Failure.of(801, Layer.TLS, "The trusted certificates could not be read: " + e.getMessage() + "."));
        }
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters());
        this.netIn = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        this.netOut = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    private SSLParameters parameters() throws CarrierException {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        // SECURITY: never off
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        try {
            // SPEC [RFC 6066 §3] no literals in SNI
            parameters.setServerNames(HostNames.isLiteral(name) ? List.of() : List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException e) {
            throw new CarrierException(Failure.of(868, Layer.DNS, "\"" + name + "\" is not a host name."));
        }
        return parameters;
    }

    private static String toAscii(String host) {
        try {
            return HostNames.isLiteral(host) ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return host;
        }
    }

    SSLEngine engine() {
        return engine;
    }

    /// What came after the handshake, ready to be filled further.
    ByteBuffer leftover() {
        return netIn;
    }

    /// Blocks until the handshake is done or has failed.
    void run() throws CarrierException, IOException {
        try {
            engine.beginHandshake();
            shakeHands();
        } catch (SSLException e) {
            sayGoodbye();
            throw new CarrierException(failureOf(e));
        }
    }

    private void shakeHands() throws IOException, CarrierException {
        ByteBuffer app = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(app);
                case NEED_TASK -> runTasks(engine);
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void wrap() throws IOException {
        netOut.clear();
        SSLEngineResult result = engine.wrap(NOTHING, netOut);
        netOut.flip();
        while (netOut.hasRemaining()) {
            channel.write(netOut);
        }
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("closed during the handshake");
        }
    }

    private void unwrap(ByteBuffer app) throws IOException, CarrierException {
        netIn.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(netIn, app);
        } finally {
            netIn.compact();
        }
        switch (result.getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> read();
            case BUFFER_OVERFLOW -> throw new SSLException("data before the handshake is done");
            case CLOSED -> throw new CarrierException(cut("ended the TLS handshake with close_notify"));
        }
    }

    private void read() throws IOException, CarrierException {
        if (!netIn.hasRemaining()) {
            netIn = ByteBuffer.allocate(2 * netIn.capacity()).put(netIn.flip());
        }
        int got = channel.read(netIn);
        if (got < 0) {
            throw new CarrierException(cut(
                    heard
                            ? "cut the connection in the middle of the TLS handshake"
                            : "cut the connection instead of answering the TLS handshake"));
        }
        heard = true;
    }

    static Failure cut(String how) {
        return Failure.retryable(619, Layer.TLS, "The server " + how + ".");
    }

    /// Runs what TLS has to compute. Not more of it at once than leaves a processor to everybody else: virtual
    /// threads
    /// give way only where they wait, and hundreds of dials at once would keep every other thread of theirs from
    /// running
    /// for as long as all their keys and certificates take. Nobody waits for a peer in here.
    static void runTasks(SSLEngine engine) {
        COMPUTING.acquireUninterruptibly();
        try {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
        } finally {
            COMPUTING.release();
        }
    }

    /// The alert that tells the server why, if it still listens.
    private void sayGoodbye() {
        try {
            engine.closeOutbound();
            for (int i = 0; i < 4 && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP; i++) {
                netOut.clear();
                engine.wrap(NOTHING, netOut);
                netOut.flip();
                while (netOut.hasRemaining()) {
                    channel.write(netOut);
                }
            }
        } catch (IOException e) {
            // it is over anyway
            return;
        }
    }

    private Failure failureOf(SSLException e) {
        ExplainingTrustManager.@Nullable Refusal refusal = trust.refusal();
        if (refusal != null) {
            return CertificateFailure.of(refusal, name, Instant.now());
        }
        String message = String.valueOf(e.getMessage());
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String words = message.substring(alert + ALERT.length());
            return Failure.of(808, Layer.TLS, "The server refused the TLS handshake: " + words + ".")
                    .peer("TLS alert", words)
                    .advise(adviceFor(words));
        }
        if (message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return Failure.of(808, Layer.TLS, "The server does not speak TLS on this port.")
                    .advise("Check the port: SSTP is TLS from the first byte, usually on 443.");
        }
        return Failure.of(808, Layer.TLS, "The TLS handshake failed: " + message + ".");
    }

    private static String adviceFor(String alert) {
        return switch (alert.toLowerCase(Locale.ROOT)) {
            case "protocol_version" -> "The server offers neither TLS 1.3 nor TLS 1.2.";
            case "handshake_failure", "insufficient_security" ->
                "The server shares no cipher suite or TLS version with this client, or wants a client certificate.";
            case "unrecognized_name" -> "The server does not know the name it was asked for: set its server name.";
            default -> "Look into the server's log.";
        };
    }

    /// The server's chain, its own certificate first.
    List<X509Certificate> chain() throws SSLException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : engine.getSession().getPeerCertificates()) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        return chain;
    }
}
