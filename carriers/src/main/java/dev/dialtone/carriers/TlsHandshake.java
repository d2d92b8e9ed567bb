package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS handshake of a client over a blocking channel: TLS 1.3 or 1.2, the chain and the host name always
/// verified (RFC 8446, RFC 5246, RFC 6066 for the server name, RFC 9110 §4.3.4 for the identity).
final class TlsHandshake {
    private final TlsExchange exchange;
    private final SSLEngine engine;
    private final ExplainingTrustManager trust;
    private final ClientKeyManager keys;
    private final String name;

    TlsHandshake(SocketChannel channel, Transport.Target target) throws CarrierException {
        String wanted = target.serverName() == null ? target.host() : target.serverName();
        this.name = HostNames.toAscii(HostNames.bare(wanted));
        this.keys = new ClientKeyManager(opened(target.client()));
        try {
            this.trust = new ExplainingTrustManager(TlsTrust.verifier(target.trust()), target.pin());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            this.engine = context.createSSLEngine(name, target.port());
        } catch (GeneralSecurityException | IOException e) {
            throw new CarrierException(
                    Failure.of(801, Layer.TLS, "The trusted certificates could not be read: " + e.getMessage() + "."));
        }
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters());
        this.exchange = new TlsExchange(channel, engine, "server");
    }

    private static ClientIdentity.@Nullable Opened opened(@Nullable ClientIdentity client) throws CarrierException {
        try {
            return client == null ? null : client.open();
        } catch (ClientIdentity.Unusable e) {
            throw new CarrierException(e.failure());
        }
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

    SSLEngine engine() {
        return engine;
    }

    /// What came after the handshake, ready to be filled further.
    ByteBuffer leftover() {
        return exchange.leftover();
    }

    /// Blocks until the handshake is done or has failed.
    void run() throws CarrierException, IOException {
        try {
            exchange.run();
        } catch (SSLException e) {
            throw new CarrierException(failureOf(e));
        }
    }

    private Failure failureOf(SSLException e) {
        ExplainingTrustManager.@Nullable Refusal refusal = trust.refusal();
        if (refusal != null) {
            return CertificateFailure.of(refusal, name, Instant.now());
        }
        String words = TlsAlert.words(e);
        if (words != null) {
            return ClientCertificateFailure.of(words, keys)
                    .orElseGet(() -> Failure.of(808, Layer.TLS, "The server refused the TLS handshake: " + words + ".")
                            .peer("TLS alert", words)
                            .advise(adviceFor(words)));
        }
        String message = String.valueOf(e.getMessage());
        if (message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return Failure.of(808, Layer.TLS, "The server does not speak TLS on this port.")
                    .advise("Check the port: SSTP is TLS from the first byte, usually on 443.");
        }
        return Failure.of(808, Layer.TLS, "The TLS handshake failed: " + message + ".");
    }

    /// What the server may have seen of us.
    ClientKeyManager keys() {
        return keys;
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
